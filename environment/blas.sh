# shellcheck shell=bash
# What PyTorch's libraries for matrix products and convolutions have to be told on AMD processors.
# Sourced by setup.sh.
#
# PyTorch's CPU build multiplies with Intel's MKL, which asks itself mkl_serv_intel_cpu_true() and has
# AVX-512 for Intel alone. Both makers' cores compute the same; measured on an AMD EPYC (Zen 5), a core
# does 204 instead of 88 GFLOP/s, and trainings take half the time. The answer comes from a library of one
# function that is loaded in front of MKL. VAELAB_MKL=plain leaves MKL to itself.
#
# PyTorch's convolutions are oneDNN's. On AMD's family 26 (Zen 5) those of PyTorch 2.7.1 for AVX2 and
# above are wrong: values that change from run to run, and NaN after a few training steps, with whatever
# library does the matrix products. With AVX they are right. A value of the user's own stays.

is_amd() { grep -q AuthenticAMD /proc/cpuinfo 2>/dev/null; }

limit_onednn() {
  local family
  family=$(sed -n 's/^cpu family[^0-9]*//p' /proc/cpuinfo 2>/dev/null | sed -n 1p)
  if is_amd && ((${family:-0} >= 26)); then
    export ONEDNN_MAX_CPU_ISA="${ONEDNN_MAX_CPU_ISA:-AVX}"
  fi
}

mkl_needs_help() {
  [[ ${VAELAB_MKL-} != plain ]] && is_amd &&
    grep -qw avx512f /proc/cpuinfo && grep -qw avx512vl /proc/cpuinfo
}

assemble() { # $1: the library to make
  local object="$1.o"
  printf '%s\n' '.globl mkl_serv_intel_cpu_true' '.type mkl_serv_intel_cpu_true, @function' \
    'mkl_serv_intel_cpu_true:' '  movl $1, %eax' '  ret' '.section .note.GNU-stack,"",@progbits' |
    as --64 -o "$object" - && ld -shared -o "$1.new" "$object" && rm -f "$object" && mv "$1.new" "$1"
}

prepare_blas() {
  local library="$STATE/libmkl-avx512.so"
  limit_onednn
  mkl_needs_help || return 0
  if [[ $library == *[:\ ]* ]]; then # LD_PRELOAD is a list with blanks and colons between
    say "in a folder whose path has a blank or colon matrix products run at half their speed on this processor"
    return 0
  fi
  if [[ ! -f $library ]]; then
    if ! command -v as >/dev/null || ! command -v ld >/dev/null; then
      say "without an assembler (package binutils) matrix products run at half their speed on this processor"
      return 0
    fi
    lock
    assemble "$library" 2>"$STATE/blas.log" || {
      warn "could not make $library (see $STATE/blas.log): matrix products run at half their speed"
      return 0
    }
  fi
  export VAELAB_MKL=avx512
  [[ :${LD_PRELOAD-}: == *":$library:"* ]] || export LD_PRELOAD="$library${LD_PRELOAD:+:$LD_PRELOAD}"
}
