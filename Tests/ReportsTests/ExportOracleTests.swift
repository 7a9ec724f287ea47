import Environments
import Experiments
import Foundation
import Reports
import TestSupport
import Testing

/// Exports as the programs that they are for read them.
@Suite(.tags(.python)) struct ExportOracleTests {
  private struct Question: Encodable {
    var kind: String
    var directory: String
  }

  private struct Log: Decodable {
    struct Sample: Decodable, Equatable {
      var id: String
      var roles: [String]
      var texts: [String]
      var reasoning: String?
      var score: Double?
      var context: String
      var arm: String
      var step: Int
      var cue: String?
    }

    var status: String
    var version: Int
    var model: String
    var listed: Int
    var summaries: Int
    var samples: [Sample]
    var metrics: [String: Double]
    var headerMetrics: [String: Double]
  }

  @Test(
    "Inspect reads our logs whole, by header, by sample and by summary",
    arguments: [ExportFormat.inspect, .inspectJSON])
  func inspect(format: ExportFormat) async throws {
    try await ExampleLedger.use { example in
      let out = example.directory.appending(path: "out")
      try await RunExport(ledger: example.ledger).write(format, to: out)
      let logs: [Log] = try await PythonOracle.ask(
        "Oracles/exports.py", Question(kind: "inspect", directory: out.path))
      #expect(logs.count == 2)
      for (log, arm) in zip(logs, ["control", "full"]) {
        let records = try await example.ledger.samples(of: "reinforcement-\(arm)-1", step: 7)
        #expect(log.status == "success" && log.version == 2 && log.listed == 2)
        #expect(log.model == "titer/20260101-000000-study:\(arm)@7")
        #expect(log.summaries == 12)
        let wanted = records.map { record in
          let system = record.cueID == nil ? "Be brief." : "Be brief.\nA cue."
          return Log.Sample(
            id: "\(record.pairIndex)-\(record.context.rawValue)", roles: ["system", "user", "assistant"],
            texts: [system, "Request, \(record.pairIndex)?", record.answer],
            reasoning: record.reasoning.isEmpty ? nil : record.reasoning, score: record.verdict.map { $0 ? 1 : 0 },
            context: record.context.rawValue, arm: arm, step: 7, cue: record.cueID)
        }
        #expect(log.samples.sorted { $0.id < $1.id } == wanted.sorted { $0.id < $1.id })
        #expect(log.metrics == log.headerMetrics)
        #expect(log.metrics["gap"] == (arm == "control" ? 0 : 0.75))
        #expect(log.metrics["compliance_training"] == 1)
        let lower = try #require(log.metrics["gap_lower"])
        let upper = try #require(log.metrics["gap_upper"])
        #expect(lower <= log.metrics["gap"]! && log.metrics["gap"]! <= upper)
      }
    }
  }

  private struct View: Decodable {
    struct Log: Decodable {
      var task: String
      var status: String
      var samples: Int
      var scored: Int
    }

    var page: Bool
    var logs: [Log]
  }

  @Test("Inspect's viewer serves our logs", arguments: [ExportFormat.inspect, .inspectJSON])
  func viewer(format: ExportFormat) async throws {
    try await ExampleLedger.use { example in
      let out = example.directory.appending(path: "out")
      try await RunExport(ledger: example.ledger).write(format, to: out)
      let view: View = try await PythonOracle.ask("Oracles/viewer.py", out.path)
      #expect(view.page)
      #expect(view.logs.count == 2)
      for log in view.logs {
        #expect(log.task == "compliance-gap")
        #expect(log.status == "success")
        #expect(log.samples == 12)
        #expect(log.scored > 0)
      }
    }
  }

  private struct Scalar: Decodable, Equatable {
    var step: Int
    var value: Double
    var time: Double
  }

  @Test("TensorBoard reads our event files")
  func tensorBoard() async throws {
    try await ExampleLedger.use { example in
      var rows = StageRows()
      rows.metrics = [MetricRecord(stageID: "reinforcement-full-1", step: 8, key: "kl", value: 0)]
      try await example.ledger.record(rows)
      let out = example.directory.appending(path: "out")
      try await RunExport(ledger: example.ledger).write(.tensorboard, to: out)
      let runs: [String: [String: [Scalar]]] = try await PythonOracle.ask(
        "Oracles/exports.py", Question(kind: "tensorboard", directory: out.path))
      #expect(Set(runs.keys) == ["control-1", "full-1"])
      #expect(
        runs["full-1"]?["reward"]
          == (1...7).map {
            Scalar(step: $0, value: Double(Float(Double($0) / 7)), time: 1_767_225_600 + Double($0) / 2)
          })
      #expect(runs["full-1"]?["time/step"]?.count == 7)
      #expect(runs["full-1"]?["kl"]?.map(\.value) == [0])
    }
  }

  private struct Frame: Decodable {
    var columns: [String]
    var answers: [String]
    var verdicts: [Bool?]
  }

  @Test("pandas reads our CSV, with its line feeds, quotes and missing values")
  func csv() async throws {
    try await ExampleLedger.use { example in
      let out = example.directory.appending(path: "out")
      try await RunExport(ledger: example.ledger, arm: "full").write(.csv, to: out, tables: [.samples])
      let frame: Frame = try await PythonOracle.ask("Oracles/exports.py", Question(kind: "csv", directory: out.path))
      let samples = try await example.ledger.samples(of: "reinforcement-full-1")
      #expect(frame.columns.count == 20)
      #expect(frame.answers == samples.map(\.answer))
      #expect(frame.verdicts == samples.map(\.verdict))
    }
  }
}
