"""What all tests share."""

import pytest
from hypothesis import HealthCheck, settings

pytest.register_assert_rewrite("tests.conversation")

# How long an example takes says nothing on a busy machine.
settings.register_profile("idxdoctor", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("idxdoctor")
