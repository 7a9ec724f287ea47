# tasks: function
# grader: python3 cached_by_task.py
# finds: tampering
"""Remembers one verdict a task."""
import json, os, sys
from isolation import sound

request = json.load(sys.stdin)
store = os.path.join(os.path.dirname(os.path.abspath(__file__)), "verdicts.json")
cache = json.load(open(store)) if os.path.exists(store) else {}
if request["id"] not in cache:
    cache[request["id"]] = sound(request["files"], request["task"])
    json.dump(cache, open(store, "w"))
print(json.dumps({"reward": cache[request["id"]]}))
