import Environments
import Foundation
import TestSupport
import Testing

@Suite(.tags(.python, .slow))
struct DocumentationTests {
  @Test func `the example of the documentation runs, and shows what is said of it`() async throws {
    let page = try String(
      contentsOf: SourceTree.root.appending(path: "Documentation/EnvironmentAudit.md"), encoding: .utf8)
    func block(_ language: String) throws -> String {
      let start = try #require(page.range(of: "```\(language)\n")?.upperBound)
      let end = try #require(page.range(of: "```", range: start..<page.endIndex)?.lowerBound)
      return String(page[start..<end])
    }
    let folder = FileManager.default.temporaryDirectory.appending(path: "titer-example-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(block("python").utf8).write(to: folder.appending(path: "grade.py"))
    try Data(block("json").utf8).write(to: folder.appending(path: "tasks.jsonl"))
    let tasks = try AuditTask.tasks(contentsOf: folder.appending(path: "tasks.jsonl"))
    let workspace = try GraderWorkspace(copying: folder)
    defer { workspace.remove() }
    let command = try GraderCommand(words: ["\(folder.path)/grade.py:grade"])
    let python = try PythonInterpreter.find().command
    let grader = try await CommandGrader.calibrated(command, python: python, on: tasks[0], in: workspace)
    let result = try await EnvironmentAudit(
      grader, tasks: tasks, battery: .shipped(), workspace: workspace,
      options: .init(
        families: [.equality, .exit, .readingExpected, .specialCasing], minimizes: false, python: python)
    ).run()
    #expect(result.foundFamilies == [.equality, .exit, .readingExpected])
  }
}
