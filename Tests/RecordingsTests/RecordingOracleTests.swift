import Environments
import Experiments
import Foundation
import Language
import TestSupport
import Testing

/// Recordings that Inspect and pandas write for the test, against what they say that they wrote.
@Suite(.tags(.python)) struct RecordingOracleTests {
  private struct Question: Encodable {
    var kind: String
    var directory: String
  }

  private struct Sample: Decodable, Equatable {
    var prompt: [[String]]
    var reasoning: String?
    var answer: String
    var score: Double?
    var context: String?
    var step: Int?
    var model: String
  }

  @Test("Inspect's own logs are read, as archives and as JSON")
  func inspect() async throws {
    try await RecordingFiles.withDirectory { directory in
      let wanted: [Sample] = try await PythonOracle.ask(
        "Oracles/recordings.py", Question(kind: "inspect", directory: directory.path))
      #expect(wanted.count == 12)
      for name in ["eval", "json"] {
        let recording = try RolloutRecording(contentsOf: directory.appending(path: name))
        #expect(recording.format == .inspect)
        let found = try await RecordingFiles.all(recording).map {
          Sample(
            prompt: $0.prompt.map { [$0.role.rawValue, $0.content] }, reasoning: $0.reasoning, answer: $0.answer,
            score: $0.reward, context: $0.context?.rawValue, step: $0.step, model: $0.model ?? "")
        }
        #expect(found.sorted { $0.answer < $1.answer } == wanted.sorted { $0.answer < $1.answer }, "\(name)")
      }
    }
  }

  private struct Table: Decodable {
    var file: String
    var rows: [Row]

    struct Row: Decodable, Equatable {
      var step: Int
      var prompt: [[String]]
      var answer: String
      var scores: [String: Double]
      var metadata: [String: String]
    }
  }

  @Test("Parquet is read as pandas writes it, whatever its compression, pages and nesting")
  func parquet() async throws {
    try await RecordingFiles.withDirectory { directory in
      let tables: [Table] = try await PythonOracle.ask(
        "Oracles/recordings.py", Question(kind: "parquet", directory: directory.path))
      #expect(tables.count >= 10)
      for table in tables {
        let recording = try RolloutRecording(contentsOf: directory.appending(path: table.file))
        let found = try await RecordingFiles.all(recording).map { rollout in
          Table.Row(
            step: rollout.step ?? -1, prompt: rollout.prompt.map { [$0.role.rawValue, $0.content] },
            answer: rollout.answer, scores: rollout.scores, metadata: rollout.metadata)
        }
        #expect(found == table.rows, "\(table.file)")
      }
    }
  }
}
