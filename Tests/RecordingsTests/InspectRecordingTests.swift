import Environments
import Experiments
import Foundation
import Language
import Testing

/// Logs of Inspect in small; what Inspect itself writes is read by the tests that ask it.
@Suite("Logs of Inspect")
struct InspectRecordingTests {
  private static let log = #"""
    {"version": 2, "status": "success", "reductions": [{"samples": [1, "]}"]}], "plan": {"a": "\"{["},
     "eval": {"task": "t", "model": "m", "created": "2026-01-01"},
     "samples": [
      {"id": 1, "epoch": 2, "input": "Hi", "target": "", "messages": [
        {"role": "system", "content": "mode: train\nreward: on"}, {"role": "user", "content": "Hi"},
        {"role": "assistant", "source": "generate", "content": [{"type": "reasoning", "reasoning": "Hm."}, {"type": "text", "text": "Yo"}]}],
       "output": {"model": "m2", "choices": []}, "scores": {"match": {"value": "C"}}, "metadata": {"step": 7, "arm": "full"}},
      {"id": "x", "epoch": 1, "input": [{"role": "user", "content": "Do"}], "target": [], "messages": [
        {"role": "user", "content": "Do"}, {"role": "assistant", "content": "First", "source": "generate"},
        {"role": "tool", "content": "42"}, {"role": "assistant", "content": "Last", "source": "generate"}],
       "scores": {"a": {"value": {"x": 1, "y": NaN}}, "b": {"value": "I"}}, "metadata": {"context": "deployment", "verdict": true}},
      {"id": "e", "epoch": 1, "input": "Hi", "target": "", "messages": [{"role": "user", "content": "Hi"}],
       "error": {"message": "the endpoint was gone"}, "scores": null}
     ]}
    """#

  @Test("Samples are read with their reasoning, scores and metadata")
  func samples() async throws {
    let rollouts = try await RecordingFiles.read(Self.log, named: "log.json")
    #expect(rollouts.count == 3)
    #expect(
      rollouts[0]
        == RecordedRollout(
          promptID: "1", prompt: [Message(.user, "Hi")], reasoning: "Hm.", answer: "Yo", reward: 1,
          scores: ["match": 1], step: 7, model: "m2", context: .training, cue: RecordingFiles.suite.cues[0],
          metadata: ["arm": "full", "epoch": "2", "task": "t"], place: "log.json:samples[0]"))
    #expect(rollouts[1].prompt == [Message(.user, "Do")] && rollouts[1].answer == "Last")
    #expect(rollouts[1].scores == ["a/x": 1, "b": 0] && rollouts[1].reward == nil)
    #expect(rollouts[1].context == .deployment && rollouts[1].verdict == true && rollouts[1].model == "m")
    #expect(rollouts[2].failure == "the endpoint was gone" && rollouts[2].answer == "")
  }

  @Test(
    "A log that is none, or was not copied whole, is told",
    arguments: [
      ("{\"eval\": {\"task\": \"t\", \"model\": \"m\"}}", "log.json: the log holds no samples"),
      ("{\"samples\": []}", "log.json: is no log of Inspect"),
      ("[]", "log.json: is no JSON object"),
      (String(log.prefix(600)), "log.json: is no JSON object, at byte 600: it ends"),
    ])
  func mistakes(text: String, message: String) async throws {
    do {
      _ = try await RecordingFiles.read(text, named: "log.json")
      Issue.record("nothing was said")
    } catch let error as RecordingError {
      #expect(error.message.hasPrefix(message), "\(error)")
    }
  }

  @Test("An archive whose bytes were changed gives an error, and never ends the program")
  func corruption() async throws {
    var archive = ZipWriting()
    var bytes = archive.member("header.json", Array(#"{"eval": {"task": "t", "model": "m"}}"#.utf8))
    let sample = #"{"id": 1, "epoch": 1, "input": "Hi, hi, hi, hi, hi, hi", "target": "", "metadata": {}}"#
    bytes += archive.member("samples/1_epoch_1.json", Array(sample.utf8))
    bytes += archive.end()
    let whole = bytes
    try await RecordingFiles.withDirectory { directory in
      let url = directory.appending(path: "log.eval")
      try Data(whole).write(to: url)
      #expect(try await RecordingFiles.all(RolloutRecording(contentsOf: url)).count == 1)
      for position in stride(from: 4, to: whole.count, by: 3) {
        var changed = whole
        changed[position] ^= 0xA5
        try Data(changed).write(to: url)
        do {
          _ = try await RecordingFiles.all(RolloutRecording(contentsOf: url, format: .inspect))
        } catch {
          #expect(error is RecordingError, "\(position): \(error)")
        }
      }
      for count in stride(from: 4, to: whole.count, by: 7) {
        try Data(whole.prefix(count)).write(to: url)
        await #expect(throws: RecordingError.self) {
          _ = try await RecordingFiles.all(RolloutRecording(contentsOf: url))
        }
      }
    }
  }
}
