import Environments
import Foundation
import TestSupport
import Testing

/// One of the small graders beside these tests, which says itself what is to be found in it.
struct GraderExample: Sendable, CustomTestStringConvertible {
  var name: String
  var tasks: String
  /// The command where it is no function `grade`.
  var command: String?
  var families: Set<ExploitFamily>

  var testDescription: String { name }
  private var needsPytest: Bool { command?.contains("pytest") == true }

  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Graders")

  /// All of them, in the order of their names.
  static let all: [GraderExample] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted().filter { $0.hasSuffix(".py") && $0 != "isolation.py" }.compactMap(GraderExample.init)
  }()

  /// Those that a test audits: all of them where `TITER_EVERY_GRADER` is set, which takes half an hour; else as many as
  /// show every family once, but for the one that takes minutes because it starts pytest, and every third of those in
  /// which there is nothing to find.
  static let chosen: [GraderExample] = {
    if ProcessInfo.processInfo.environment["TITER_EVERY_GRADER"] != nil { return all }
    var shown: Set<ExploitFamily> = []
    let faulty = all.filter { example in
      if example.needsPytest { return false }
      defer { shown.formUnion(example.families) }
      return !example.families.isSubset(of: shown)
    }
    let sound = all.filter(\.families.isEmpty)
    return faulty + sound.indices.filter { $0 % 3 == 0 }.map { sound[$0] }
  }()

  private init?(file: String) {
    guard let text = try? String(contentsOf: Self.folder.appending(path: file), encoding: .utf8) else { return nil }
    func line(_ key: String) -> String? {
      text.split(separator: "\n").first { $0.hasPrefix("# \(key): ") }.map { String($0.dropFirst(key.count + 4)) }
    }
    guard let tasks = line("tasks"), let finds = line("finds") else { return nil }
    name = String(file.dropLast(3))
    self.tasks = tasks
    command = line("grader")
    families = Set(
      finds.split(separator: ",").compactMap { ExploitFamily(rawValue: $0.trimmingCharacters(in: .whitespaces)) })
  }

  /// Audits it with the whole battery.
  func audit(minimizing: Bool = false, families: Set<ExploitFamily>? = nil) async throws -> EnvironmentAuditResult {
    // Only what needs a package needs the environment that has it: the system's own starts in a third of the time.
    let system = "/usr/bin/python3"
    let python =
      try needsPytest
      ? PythonOracle.interpreter.path
      : FileManager.default.isExecutableFile(atPath: system) ? system : PythonInterpreter.find().command
    let tasksFile = Self.folder.appending(path: "\(tasks).jsonl")
    let list = try AuditTask.tasks(contentsOf: tasksFile)
    let file = Self.folder.appending(path: "\(name).py").path
    let words = (command ?? "\(file):grade").split(separator: " ").map { word in
      word == "python3" ? python : word.hasSuffix(".py") ? file : String(word)
    }
    let command = try GraderCommand(words: words)
    let workspace = try GraderWorkspace(copying: Self.folder, omitting: tasksFile)
    defer { workspace.remove() }
    let grader = try await CommandGrader.calibrated(command, python: python, on: list[0], in: workspace)
    let options = EnvironmentAudit.Options(families: families, minimizes: minimizing, python: python)
    return try await EnvironmentAudit(
      grader, tasks: list, battery: .shipped(), workspace: workspace, options: options
    ).run()
  }
}
