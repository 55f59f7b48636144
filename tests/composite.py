"""Runs the steps of a composite action as GitHub does, as far as this one needs it: bash, inputs, outputs, files."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

_MASK: Final = "::add-mask::"
_EXPRESSION: Final = re.compile(r"\$\{\{\s*([\w.-]+)\s*\}\}")


@dataclass
class Job:
    """A job on a runner: its workspace, the runner's own folder, the variables that it sets.

    `printed` is what the last step printed as the log shows it: without the commands that mask texts, and masked.
    """

    action: Path
    workspace: Path
    runner: Path
    env: Mapping[str, str]
    outputs: dict[str, str] = field(default_factory=dict)
    printed: str = ""
    summary: str = ""
    masked: set[str] = field(default_factory=set)

    def run(self, only: str | None = None, **inputs: str) -> int:
        """Run the steps, or the one with that id, until one fails; return its exit status, 0 if none does.

        `_` in an input's name stands for `-`.
        """
        document = yaml.safe_load((self.action / "action.yml").read_text())
        given = {name: value["default"] for name, value in document["inputs"].items()}
        for name, value in inputs.items():
            given[name.replace("_", "-")] = value
        assert set(given) == set(document["inputs"])
        context = {f"inputs.{name}": value for name, value in given.items()}
        context |= {"github.action_path": str(self.action), **self.outputs}
        for step in document["runs"]["steps"]:
            if only is not None and step["id"] != only:
                continue
            status = self._step(step, context)
            if status:
                return status
        return 0

    def output(self, name: str) -> str:
        """Return an output of the action."""
        document = yaml.safe_load((self.action / "action.yml").read_text())
        return _resolved(document["outputs"][name]["value"], self.outputs)

    def _step(self, step: Mapping[str, Any], context: dict[str, str]) -> int:
        files = {name: self.runner / name.lower() for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        for file in files.values():
            file.write_text("")
        script = self.runner / "step.sh"
        script.write_text(step["run"])
        env = {name: _resolved(str(value), context) for name, value in step.get("env", {}).items()}
        folder = self.workspace / _resolved(step.get("working-directory", "."), context)
        own = {"RUNNER_TEMP": str(self.runner), "GITHUB_ACTIONS": "true", "CI": "true"}
        assert step["shell"] == "bash"
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=folder,
            env={**self.env, **own, **{name: str(file) for name, file in files.items()}, **env},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        lines = (done.stdout + done.stderr).splitlines(keepends=True)
        self.masked |= {line[len(_MASK) :].strip() for line in lines if line.startswith(_MASK)}
        self.printed = "".join(line for line in lines if not line.startswith(_MASK))
        for text in self.masked:
            self.printed = self.printed.replace(text, "***")
        self.summary += files["GITHUB_STEP_SUMMARY"].read_text()
        for line in files["GITHUB_OUTPUT"].read_text().splitlines():
            name, _, value = line.partition("=")
            self.outputs[f"steps.{step['id']}.outputs.{name}"] = context[f"steps.{step['id']}.outputs.{name}"] = value
        return done.returncode


def _resolved(text: str, context: Mapping[str, str]) -> str:
    return _EXPRESSION.sub(lambda found: context.get(found[1], ""), text)


def plain_environment(home: Path, *folders: Path) -> dict[str, str]:
    """Return the variables of a machine on which nothing is configured; programs are found in these folders too."""
    path = os.pathsep.join([*map(str, folders), "/usr/local/bin", "/usr/bin", "/bin"])
    return {"PATH": path, "HOME": str(home), "XDG_CONFIG_DIRS": str(home), "NO_PROXY": "*", "LANG": "C.UTF-8"}
