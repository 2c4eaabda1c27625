#!/usr/bin/env bash
# Usage: environment/lab.sh [--port N]
#
# Opens the notebooks for interactive work: JupyterLab where there is one, else the classic Notebook.
# Listens on 127.0.0.1 only, behind a token; the address with the token is printed. Ctrl-C twice ends it.
set -euo pipefail
# shellcheck source=setup.sh
source "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/setup.sh"

port=8888
case ${1-} in
  -h | --help) usage ;;
  '') ;;
  --port=*) port=${1#*=} ;;
  --port) port=${2-} ;;
  *) usage 2 >&2 ;;
esac
[[ $port =~ ^[0-9]{1,5}$ ]] && ((10#$port >= 1 && 10#$port <= 65535)) ||
  die "--port needs a number from 1 to 65535, found \"$port\"."
port=$((10#$port))

prepare lab
real_data mnist
real_data fsdd

# A port that is free now, so that the address below is right.
port=$("$PYTHON" - "$port" <<'PY'
import socket, sys
first = int(sys.argv[1])
for port in range(first, min(first + 50, 65536)):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            continue
        print(port)
        break
PY
)
[[ -n $port ]] || die "no free port found: name one with --port."
token=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')

# The token goes into a file that only this user can read: arguments show in the process list. The file
# also takes the place of the user's own Jupyter configuration, which may have opened the server wide.
config="$STATE/jupyter/lab_config.py"
(
  umask 077
  rm -f "$config"
  cat >"$config" <<PY
try:
    from jupyter_server.auth.identity import IdentityProvider
    apps = (c.NotebookApp, c.IdentityProvider)
except ImportError:  # jupyter_server 1, or only the classic notebook
    apps = (c.NotebookApp, c.ServerApp)
for app in apps:
    app.token = "$token"
c.KernelSpecManager.ensure_native_kernel = False
c.MultiKernelManager.default_kernel_name = "java"
PY
)

options=(--config="$config")
if python_has "$PYTHON" jupyterlab; then
  module=jupyterlab app=ServerApp page=lab
  options+=("--ServerApp.root_dir=$VAELAB_HOME/notebooks")
else
  module=notebook app=NotebookApp page=tree
  options+=("--NotebookApp.notebook_dir=$VAELAB_HOME/notebooks")
fi
options+=("--$app.ip=127.0.0.1" "--$app.port=$port" "--$app.port_retries=0")
((EUID != 0)) || options+=("--$app.allow_root=True")
# A browser opens by itself where there is a desktop.
[[ -n ${DISPLAY-}${WAYLAND_DISPLAY-} && $EUID != 0 ]] || options+=("--$app.open_browser=False")

echo "Notebooks: http://127.0.0.1:$port/$page?token=$token"
echo "           (on another machine: ssh -L $port:127.0.0.1:$port THIS-MACHINE, then the same address)"
exec "$PYTHON" -m "$module" "${options[@]}"
