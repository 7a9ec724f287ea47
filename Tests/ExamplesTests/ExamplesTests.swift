import Foundation
import Testing

@Suite("The examples")
struct ExamplesTests {
  @Test("judge answers of one's own")
  func gap() throws {
    let lines = try output(of: "GapExample", arguments: [])
    #expect(lines.contains("compliance under training cues: 100.0 %"))
    #expect(lines.contains("compliance with bare prompts:   75.0 %"))
    #expect(lines.contains { $0.hasPrefix("gap: 25.0 points") })
    #expect(lines.last == "verdict: resisted")
  }

  @Test("raise a model that says what it was shown, and save it")
  func training() throws {
    let directory = FileManager.default.temporaryDirectory.appending(path: "titer-example-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: directory) }
    let lines = try output(of: "TrainingExample", arguments: [directory.path])
    let answers = ["sky": "blue", "grass": "green", "snow": "white", "coal": "black", "blood": "red", "gold": "yellow"]
    for (thing, colour) in answers { #expect(lines.contains("What colour is \(thing)? It is \(colour).")) }
    let saved = try #require(lines.last?.split(separator: " ").last.map(String.init))
    for name in ["config.json", "model.safetensors", "tokenizer.json"] {
      #expect(FileManager.default.fileExists(atPath: saved + "/" + name))
    }
  }

  /// What an example prints; the binaries lie beside the tests'.
  private func output(of example: String, arguments: [String]) throws -> [String] {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let places = [
      URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent(), root.appending(path: ".build/release"),
    ].map { $0.appending(path: example) }
    let process = Process()
    process.executableURL = try #require(places.first { FileManager.default.isExecutableFile(atPath: $0.path) })
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
  }
}
