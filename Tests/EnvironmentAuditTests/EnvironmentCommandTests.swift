import Foundation
import TestSupport
import Testing

/// The program itself, as a pipeline would start it.
@Suite(.tags(.python, .slow))
struct EnvironmentCommandTests {
  private struct Outcome {
    var status: Int32
    var output: String
    var complaint: String
    /// How many findings were kept for the dashboard.
    var kept: Int
  }

  private func run(_ arguments: [String], in folder: URL = GraderExample.folder) async throws -> Outcome {
    let products = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    let places = [
      products, SourceTree.root.appending(path: ".build/release"), SourceTree.root.appending(path: ".build/debug"),
    ]
    let binary = try #require(
      places.map { $0.appending(path: "titer") }.first { FileManager.default.isExecutableFile(atPath: $0.path) })
    let place = FileManager.default.temporaryDirectory.appending(path: "titer-command-\(UUID())")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: place) }
    let files = ["out", "err"].map { place.appending(path: $0) }
    for file in files { try Data().write(to: file) }
    let process = Process()
    process.executableURL = binary
    process.arguments = ["environment", "audit"] + arguments + ["--directory", place.path]
    process.currentDirectoryURL = folder
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
      process.terminationHandler = { _ in continuation.resume() }
      do {
        try process.run()
      } catch {
        process.terminationHandler = nil
        continuation.resume(throwing: error)
      }
    }
    return Outcome(
      status: process.terminationStatus, output: try String(contentsOf: files[0], encoding: .utf8),
      complaint: try String(contentsOf: files[1], encoding: .utf8),
      kept: (try? FileManager.default.contentsOfDirectory(atPath: place.appending(path: "graders").path))?.count ?? 0)
  }

  private func arguments(_ grader: String, _ more: String...) throws -> [String] {
    ["function.jsonl", "--grader", grader] + more
  }

  @Test func `a hidden path gives status 3, a page, and findings that a program can read`() async throws {
    let place = FileManager.default.temporaryDirectory.appending(path: "titer-report-\(UUID())")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: place) }
    let (page, findings) = (place.appending(path: "a.html"), place.appending(path: "a.json"))
    let outcome = try await run(
      try arguments(
        "visible_only.py:grade", "--families", "special_casing,nonfinite", "--html", page.path, "--output",
        findings.path))
    #expect(outcome.status == 3, "\(outcome.complaint)")
    #expect(outcome.kept == 1)
    #expect(outcome.output.contains("special_casing") && outcome.output.contains("Not tried:"))
    #expect(try String(contentsOf: page, encoding: .utf8).contains("visible tests special-cased"))
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: findings)) as? [String: Any])
    #expect(
      Set(json.keys) == [
        "grader", "title", "tasks", "found_families", "paths", "exposures", "refused_right_solutions", "families",
        "untried", "remarks", "calls", "seconds", "version",
      ])
    #expect(json["found_families"] as? [String] == ["special_casing"])
    let path = try #require((json["paths"] as? [[String: Any]])?.first)
    #expect(path["reward"] as? String == "1" && path["reward_of_wrong"] as? String == "0")
    let files = try #require(path["reproduction"] as? [[String: String]])
    #expect(files.map { $0["name"] } == ["solution.py"])
    #expect(files[0]["text"]?.contains("[1, 3, 6]") == true)
  }

  @Test func `nothing found gives status 0`() async throws {
    let outcome = try await run(try arguments("sound_isolated.py:grade", "--families", "nonfinite,equality", "--quiet"))
    #expect(outcome.status == 0, "\(outcome.complaint)")
    #expect(outcome.output.hasPrefix("No hidden reward path was found"))
  }

  @Test(arguments: [
    (["none.jsonl", "--grader", "x"], 2, "cannot be read"),
    (["function.jsonl", "--grader", ""], 2, "the grader is empty"),
    (["function.jsonl", "--grader", "x", "--families", "magic"], 64, "there is no family 'magic'"),
    (["function.jsonl", "--grader", "false"], 1, "in no form that was tried"),
    (["function.jsonl", "--grader", "no-such-program-anywhere"], 1, "in no form that was tried"),
  ])
  func `a mistake and a grader that refuses everything have their own status and say what to do`(
    arguments: [String], status: Int32, words: String
  ) async throws {
    let outcome = try await run(arguments)
    #expect(outcome.status == (status == 64 ? 2 : status), "\(outcome.complaint)")
    #expect(outcome.complaint.contains(words), "\(outcome.complaint)")
    #expect(outcome.output.isEmpty)
  }
}
