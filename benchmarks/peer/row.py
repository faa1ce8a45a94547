"""How a peer is started and answers: SCRIPT [WORD] --data FOLDER --json FILE [--quick], as ours (benchmarks/RowFile.cs)."""
import argparse
import json


def arguments(*words):
    parser = argparse.ArgumentParser()
    if words:
        parser.add_argument("word", choices=words)
    parser.add_argument("--data", required=True)
    parser.add_argument("--json", required=True)
    parser.add_argument("--quick", action="store_true")
    return parser.parse_args()


def report(path, name, unit, peer):
    with open(path, "w") as file:
        json.dump({"rows": [{"name": name, "unit": unit, "peer": peer}]}, file)
