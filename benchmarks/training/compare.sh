#!/usr/bin/env bash
# A training step of the clinical network, ours and the peer's (Debian's PyTorch with OpenBLAS) in turn, one thread each: alone, and two side by side.
#
#   benchmarks/training/compare.sh [ROUNDS]
#
# benchmarks/run installs what the peer needs and keeps the figure of the step (clinical-step); this shows what it consists of. Both draw the order of 6,767 rows of 21 features anew in each epoch, and learn from
# batches of 64 with the 64-128-256-128 residual network; ours with dropout, which the peer has not. "products" are the matrix products of our step alone.
set -euo pipefail
root=$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/../..
rounds=${1:-5}
trainer=$root/artifacts/bin/Trainer/release_linux-x64
export OMP_NUM_THREADS=1 MKL_NUM_THREADS=1

ours() { LD_LIBRARY_PATH=$trainer dotnet "$root/artifacts/bin/StepBenchmark/release/AxSpa.StepBenchmark.dll" "$1"; }
peers() { LD_LIBRARY_PATH=/usr/lib/x86_64-linux-gnu/openblas-pthread OPENBLAS_NUM_THREADS=1 /usr/bin/python3 -B "$root/benchmarks/training/peer_step.py"; }
of() { if [[ $1 == peer ]]; then peers; else ours "$1"; fi; }
pair() { # the slower of two side by side
  of "$1" >"$spare" & local other=$!
  local own; own=$(of "$1"); wait "$other"
  sort -rn "$spare" - <<<"$own" | head -1
}
spare=$(mktemp); trap 'rm -f "$spare"' EXIT

for how in of pair; do
  [[ $how == of ]] && printf 'One alone; milliseconds of a step, wall (processor):\n\n' || printf '\nTwo side by side, the slower of them:\n\n'
  printf '| round | products | fused | autograd | peer | fused : peer | autograd : peer |\n|---|---|---|---|---|---|---|\n'
  for ((round = 1; round <= rounds; round++)); do
    declare -A wall=() used=()
    for what in products fused autograd peer; do read -r wall["$what"] used["$what"] < <($how "$what"); done
    awk -v r="$round" -v p="${wall[products]}" -v pu="${used[products]}" -v f="${wall[fused]}" -v fu="${used[fused]}" \
      -v a="${wall[autograd]}" -v au="${used[autograd]}" -v t="${wall[peer]}" -v tu="${used[peer]}" \
      'BEGIN { printf "| %d | %s (%s) | %s (%s) | %s (%s) | %s (%s) | %.2f | %.2f |\n", r, p, pu, f, fu, a, au, t, tu, f / t, a / t }'
  done
done
