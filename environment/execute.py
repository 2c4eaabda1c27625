"""Executes one notebook and writes it, with its HTML, into a folder; used by run.sh.

Unlike `jupyter nbconvert --execute` it says which cell is running, and keeps what was executed when a
cell fails.
"""

import re
import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbconvert import HTMLExporter


def say(text):
    print(f"[vaelab] {text}", file=sys.stderr, flush=True)


class Client(NotebookClient):
    """A notebook client that reports every code cell."""

    async def async_execute_cell(self, cell, cell_index, *args, **kwargs):
        self.cell_index = cell_index
        lines = cell.source.strip().splitlines()
        if cell.cell_type != "code" or not lines:
            return await super().async_execute_cell(cell, cell_index, *args, **kwargs)
        place = f"  cell {cell_index + 1}/{len(self.nb.cells)}  "
        say(f"{place}   ...      {lines[0][:60]}")
        started = time.monotonic()
        result = await super().async_execute_cell(cell, cell_index, *args, **kwargs)
        say(f"{place}{time.monotonic() - started:6.1f} s")
        return result


def error_of(notebook, index, failure):
    """The failed cell in words: its source, then the message that the kernel sent."""
    cell = notebook.cells[index]
    lines = [f"cell {index + 1} of {len(notebook.cells)} failed:", ""]
    lines += ["    " + line for line in cell.source.splitlines()[:12]]
    errors = [out for out in cell.get("outputs", []) if out.output_type == "error"]
    if errors:
        message = "\n".join(errors[-1].traceback[:20]) or f"{errors[-1].ename}: {errors[-1].evalue}"
    elif isinstance(failure, DeadKernelError):
        message = "the kernel died (out of memory, or a crash: look for hs_err_pid*.log in notebooks/)"
    else:
        message = f"{type(failure).__name__}: {failure}"
    return "\n".join(lines + ["", re.sub(r"\x1b\[[0-9;]*m", "", message)])


def write(notebook, path):
    """Writes the notebook and its HTML, without what names the machine it ran on."""
    notebook.metadata.get("language_info", {}).pop("version", None)
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, str(path))
    resources = {"metadata": {"name": path.stem}}
    html, _ = HTMLExporter().from_notebook_node(notebook, resources=resources)
    path.with_suffix(".html").write_text(html, encoding="utf-8")


def main(source, folder):
    source = Path(source)
    notebook = nbformat.read(str(source), as_version=4)
    for cell in notebook.cells:  # outputs of an earlier run must not pass for this one's
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    client = Client(
        notebook,
        kernel_name="java",
        timeout=None,
        startup_timeout=120,
        record_timing=False,
        resources={"metadata": {"path": str(source.parent)}},
    )
    client.cell_index = 0
    failure = None
    try:
        client.execute()
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        failure = error
    write(notebook, Path(folder) / source.name)
    if failure:
        say(error_of(notebook, client.cell_index, failure))
        say(f"executed until there: {Path(folder) / source.name}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
