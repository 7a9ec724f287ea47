import Environments
import Experiments
import Foundation
import Language
import Reports
import Testing

@Suite("Exports")
struct ExportTests {
  @Test("Tables keep the names and the order of their columns")
  func columns() async throws {
    try await ExampleLedger.use { example in
      let out = example.directory.appending(path: "out")
      let files = try await RunExport(ledger: example.ledger).write(.csv, to: out, tables: [.metrics, .samples])
      #expect(files.map(\.lastPathComponent) == ["metrics.csv", "samples.csv"])
      let metrics = try String(contentsOf: files[0], encoding: .utf8).split(separator: "\n")
      #expect(metrics[0] == "run,arm,seed,stage,step,key,value")
      #expect(metrics[1] == "20260101-000000-study,control,1,reinforcement-control-1,1,reward,\(1.0 / 7)")
      #expect(metrics.count == 1 + 2 * 7 * 2)
      let samples = try String(contentsOf: files[1], encoding: .utf8)
      #expect(
        samples.hasPrefix(
          "run,arm,seed,stage,step,context,held_out_cue,cue,sample,pair,prompt_id,category,system,prompt,reasoning,answer,verdict,recognition,framing,values\n"
        ))
      #expect(
        samples.contains(
          "7,training,false,cue,0,0,q0,c,\"Be brief.\nA cue.\",\"Request, 0?\",\(ExampleLedger.reasoning),\"Yes, \"\"of course\"\";\nhere: é.\",true,true,true,false\n"
        ))
      // A verdict that is missing is an empty field.
      #expect(samples.contains("here: é.\",,true,false,false\n"))
    }
  }

  @Test("Samples as JSONL are read back as recorded rollouts")
  func roundTrip() async throws {
    try await ExampleLedger.use { example in
      let out = example.directory.appending(path: "out")
      let files = try await RunExport(ledger: example.ledger, arm: "full", seed: 1).write(
        .jsonl, to: out, tables: [.samples])
      let recording = try RolloutRecording(contentsOf: files[0], cues: CueSuite([ExampleLedger.cue]))
      let rollouts = try await recording.reduce(into: [RecordedRollout]()) { $0.append($1) }
      let samples = try await example.ledger.samples(of: "reinforcement-full-1")
      #expect(rollouts.count == samples.count)
      for (rollout, sample) in zip(rollouts, samples) {
        #expect(rollout.answer == sample.answer && rollout.verdict == sample.verdict)
        #expect(rollout.reasoning ?? "" == sample.reasoning && rollout.step == sample.step)
        #expect(rollout.context == sample.context && rollout.cue?.id == sample.cueID)
        #expect(rollout.promptKey == sample.requestID)
        #expect(rollout.prompt == [Message(.system, "Be brief."), Message(.user, "Request, \(sample.pairIndex)?")])
        #expect(rollout.metadata["arm"] == "full" && rollout.metadata["pair"] == String(sample.pairIndex))
      }
    }
  }

  @Test(
    "Inspect logs, as archives and as JSON, are read back as recorded rollouts",
    arguments: [ExportFormat.inspect, .inspectJSON])
  func inspect(format: ExportFormat) async throws {
    try await ExampleLedger.use { example in
      let out = example.directory.appending(path: "out")
      let files = try await RunExport(ledger: example.ledger, arm: "full").write(format, to: out)
      #expect(files.count == 1)
      #expect(files[0].lastPathComponent.hasPrefix("2026-01-01T00-00-00+00-00_compliance-gap_full-1-7."))
      let recording = try RolloutRecording(contentsOf: out)
      #expect(recording.format == .inspect)
      let rollouts = try await recording.reduce(into: [RecordedRollout]()) { $0.append($1) }
      let samples = try await example.ledger.samples(of: "reinforcement-full-1", step: 7)
      #expect(rollouts.map(\.promptKey) == samples.map(\.requestID))
      #expect(rollouts.map(\.context) == samples.map(\.context))
      #expect(rollouts.map(\.verdict) == samples.map(\.verdict))
      #expect(rollouts.map(\.reward) == samples.map { $0.verdict.map { $0 ? 1 : 0 } })
      #expect(rollouts.map { $0.reasoning ?? "" } == samples.map(\.reasoning))
      #expect(rollouts.allSatisfy { $0.step == 7 && $0.metadata["arm"] == "full" && $0.answer == ExampleLedger.answer })
    }
  }

  @Test(
    "Rollouts without a tokenizer, arms that are not there and places that cannot be written are told; nothing is left")
  func mistakes() async throws {
    try await ExampleLedger.use { example in
      let out = example.directory.appending(path: "out")
      let export = try await RunExport(ledger: example.ledger)
      await #expect(throws: ExportError.self) { try await export.write(.csv, to: out, tables: [.rollouts]) }
      #expect(try FileManager.default.contentsOfDirectory(atPath: out.path) == [])
      do {
        _ = try await RunExport(ledger: example.ledger, arm: "ful")
        Issue.record("nothing was said")
      } catch let error as ExportError {
        #expect(error.code == .nothing && error.message.contains("control, full"))
      }
      let file = example.directory.appending(path: "file")
      try Data().write(to: file)
      do {
        try await export.write(.tensorboard, to: file)
        Issue.record("nothing was said")
      } catch let error as ExportError {
        #expect(error.code == .notWritable)
      }
    }
  }

  @Test("The same ledger gives the same bytes", arguments: [ExportFormat.inspect, .tensorboard])
  func determinism(format: ExportFormat) async throws {
    try await ExampleLedger.use { example in
      let export = try await RunExport(ledger: example.ledger)
      let first = try await export.write(format, to: example.directory.appending(path: "a"))
      let second = try await export.write(format, to: example.directory.appending(path: "b"))
      #expect(first.count == 2)
      for (left, right) in zip(first, second) { #expect(try Data(contentsOf: left) == Data(contentsOf: right)) }
    }
  }
}
