import Environments
import Foundation
import Testing

@Suite struct AuditTaskTests {
  private func tasks(_ text: String) throws -> [AuditTask] {
    let file = FileManager.default.temporaryDirectory.appending(path: "titer-tasks-\(UUID()).jsonl")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(text.utf8).write(to: file)
    return try AuditTask.tasks(contentsOf: file)
  }

  @Test func `a task of any data set's names is read, and the grader gets all of it`() throws {
    let line =
      #"{"task_id": 7, "prompt": "Double it.", "entry_point": "f", "canonical_solution": "def f(n): return 2 * n", "examples": [{"input": [3], "output": 6}, {"input": 4}], "inputs": ["[5]"], "mine": {"a": 1}}"#
    let task = try #require(try tasks(line + "\n\n").first)
    #expect(task.id == "7" && task.kind == .function && task.statement == "Double it.")
    #expect(task.visibleInputs == ["[3]", "[4]"] && task.inputs == ["[5]"])
    #expect(task.reference.files == ["solution.py": "def f(n): return 2 * n"])
    let payload = try #require(try JSONSerialization.jsonObject(with: task.payload) as? [String: Any])
    #expect((payload["mine"] as? [String: Int]) == ["a": 1])
  }

  @Test func `the kind follows from what there is`() throws {
    #expect(try tasks(#"{"reference": "import sys\nprint(1)"}"#)[0].kind == .program)
    #expect(try tasks(#"{"answer": "42"}"#)[0].kind == .text)
    #expect(try tasks(#"[{"answer": 42}, {"answer": "b", "id": "second"}]"#).map(\.id).last == "second")
  }

  @Test(arguments: ["", "no json", #"{"statement": "x"}"#, #"{"kind": "function", "reference": "x"}"#])
  func `what is no task is named with its line`(text: String) {
    #expect { try tasks(text) } throws: { error in
      (error as? EnvironmentAuditError)?.code == .unreadableTasks
    }
  }
}
