# tasks: function
# grader: python3 decoy_error_text.py
# finds: nothing
"""Shows what the child said, on standard error and ahead of the verdict, which is JSON on the last line."""
import json, sys
from isolation import answers, run, same

request = json.load(sys.stdin)
tests = request["task"]["hidden"]
reward = 0
try:
    done = run(request["files"], request["entry_point"], [t["input"] for t in tests])
    sys.stderr.write(done.stderr)
    print("child said:", json.dumps(done.stderr[:200]))
    reward = int(same(answers(done.stdout), [t["output"] for t in tests]))
except Exception as error:
    print("PASSED nothing:", type(error).__name__)
print(json.dumps({"reward": reward}))
