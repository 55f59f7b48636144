"""Reports as JUnit XML, held against schema files: `python -m tests.report.junit_schemas FILE.xsd...`."""

from __future__ import annotations

import sys

from xmlschema import XMLSchema

from idxdoctor.report.formats.registry import rendered
from tests.report.test_schemas import everything


def main() -> None:
    """Print each fault by each schema; exit status 1 where there is one."""
    text = rendered("junit", everything())
    faults = [f"{path}: {fault.reason}" for path in sys.argv[1:] for fault in XMLSchema(path).iter_errors(text)]
    print("\n".join(faults) or f"{len(everything())} suites fit {len(sys.argv) - 1} schemas")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
