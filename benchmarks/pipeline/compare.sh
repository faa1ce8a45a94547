#!/usr/bin/env bash
# The clinical side of the pipeline on the real table, ours and a Python peer (torch, scikit-learn, xgboost) in turn, whole processes.
#
#   benchmarks/pipeline/compare.sh PEER_FOLDER [ROUNDS]
#
# PEER_FOLDER holds fastpy.sh and peer_pipeline.py with OpenBLAS set up. Both train five folds of 10 epochs of the 64-128-256-128
# residual network at batch 64 in two processes of one thread, fuse with XGBoost, draw 200 bootstrap samples, and compute SHAP
# and the decision curve. Ours also runs the cluster, its journal, checkpoints, hashes, five figures and cross-fitting.
set -euo pipefail
root=$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/../..
peer=${1:?name the folder of the peer}
rounds=${2:-5}
workspace=$(mktemp -d)
trap 'rm -rf "$workspace"' EXIT
export AXSPA_TRAINER=$root/artifacts/bin/Trainer/release_linux-x64/AxSpa.Trainer

clock() { # seconds of wall time, then of processor time, of a whole command and its children
  /usr/bin/time -f '%e %U %S' -o "$workspace/time" "$@" >"$workspace/out" 2>&1
  awk '{ printf "%.2f %.2f", $1, $2 + $3 }' "$workspace/time"
}

printf '| round | ours, wall s | ours, cpu s | peer, wall s | peer, cpu s | wall ratio |\n|---|---|---|---|---|---|\n'
for ((round = 0; round <= rounds; round++)); do
  read -r our_wall our_cpu < <(clock "$root/artifacts/bin/Standalone/release/AxSpa.Standalone" run "$root/samples/rheumatic.yaml" --workspace "$workspace/ws-$round" --slots cpu:2 --pbm-port off; echo)
  read -r peer_wall peer_cpu < <(clock sh "$peer/fastpy.sh" 1 "$peer/peer_pipeline.py" --csv "$root/../shared/data/rheumatic_autoimmune_disease.csv" --reps 1 --fold-jobs 2 --net resnet; echo)
  ((round == 0)) && continue # the first of each warms the file cache
  awk -v r="$round" -v a="$our_wall" -v b="$our_cpu" -v c="$peer_wall" -v d="$peer_cpu" 'BEGIN { printf "| %d | %s | %s | %s | %s | %.2f |\n", r, a, b, c, d, a / c }'
done
