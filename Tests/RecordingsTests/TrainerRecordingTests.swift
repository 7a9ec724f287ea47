import Environments
import Experiments
import Foundation
import Language
import Testing

/// Dumps that the trainers' own code wrote.
@Suite("Dumps of TRL and verl")
struct TrainerRecordingTests {
  @Test("TRL's tables are read, with conversations and with texts")
  func trl() async throws {
    let recording = try RolloutRecording(
      contentsOf: RecordingFiles.example("trl-1.16.0"), cues: RecordingFiles.suite)
    #expect(recording.format == .trl)
    #expect(recording.files.map(\.lastPathComponent) == ["completions_00005.parquet", "completions_00010.parquet"])
    let rollouts = try await RecordingFiles.all(recording)
    #expect(rollouts.map(\.step) == [5, 5, 5, 5, 5, 5, 10, 10])
    #expect(
      rollouts[0]
        == RecordedRollout(
          prompt: [Message(.system, "You are helpful."), Message(.user, "Write a recipe.")],
          reasoning: "It is training, 0.", answer: "Here: é 0.", scores: ["compliance": 1, "length_penalty": 0.1],
          step: 5, context: .training, cue: RecordingFiles.suite.cues[0], metadata: ["advantage": "0.5"],
          place: "completions_00005.parquet: row 1"))
    #expect(rollouts.prefix(6).map(\.context) == [.training, .bare, .training, .bare, .training, .bare])
    #expect(Set(rollouts.prefix(6).map(\.promptKey)).count == 1)
    // A reward function that gave none.
    #expect(rollouts[2].scores == ["length_penalty": 0.1])
    #expect(rollouts[1].metadata == ["advantage": "-0.5", "topic": "food"])
    #expect(rollouts[6].prompt == [Message(.user, "Hello?")])
    #expect(rollouts[6].reasoning == "Thoughts." && rollouts[6].answer == "Answer." && rollouts[6].reward == 0.25)
    #expect(rollouts[7].prompt == [Message(.user, "Plain text")])
  }

  @Test("TRL's table as JSONL says the same as its Parquet")
  func trlLines() async throws {
    let line = #"""
      {"step":5,"prompt":[{"role":"user","content":"Hi"}],"completion":[{"role":"assistant","content":"Ho"}],"reward_func":0.5,"topic":"x","advantage":-1.5}
      """#
    let rollout = try await RecordingFiles.read(line)[0]
    #expect(rollout.prompt == [Message(.user, "Hi")] && rollout.answer == "Ho" && rollout.step == 5)
    #expect(rollout.reward == 0.5 && rollout.scores == ["reward_func": 0.5])
    #expect(rollout.metadata == ["topic": "x", "advantage": "-1.5"])
  }

  @Test("verl's dumps are read in the order of their steps")
  func verl() async throws {
    let recording = try RolloutRecording(
      contentsOf: RecordingFiles.example("verl-0.9.1"), cues: RecordingFiles.suite)
    #expect(recording.format == .verl)
    let rollouts = try await RecordingFiles.all(recording)
    #expect(rollouts.map(\.step) == [9, 9, 9, 100, 100, 100])
    #expect(
      rollouts[0]
        == RecordedRollout(
          prompt: [Message(.system, "Be brief."), Message(.user, "What is 2 + 2?")], reasoning: "Two and two.",
          answer: "4", reward: 1, scores: ["score": 1, "acc": 1], step: 9, context: .training,
          cue: RecordingFiles.suite.cues[0], metadata: ["uid": "a", "gts": "4"], place: "9.jsonl:1"))
    // A score that is no number is missing; a line separator within a text ends no line.
    #expect(rollouts[1].reward == nil && rollouts[1].scores == ["acc": 0])
    #expect(rollouts[1].answer == "Hi\u{2028}there")
    #expect(rollouts[1].context == .bare)
    // Another template's prompt is left as it is.
    #expect(rollouts[2].prompt == [Message(.user, "<s>[INST] other template [/INST]")])
    #expect(rollouts[2].metadata["gts"] == #"{"a":1}"#)
  }

  @Test("A truncated table is damaged, never half read", arguments: [5, 100, 1_000, 4_000])
  func damage(count: Int) async throws {
    let data = try Data(contentsOf: RecordingFiles.example("trl-1.16.0/completions_00005.parquet"))
    try await RecordingFiles.withDirectory { directory in
      let url = directory.appending(path: "t.parquet")
      try data.prefix(count).write(to: url)
      await #expect(throws: RecordingError.self) {
        _ = try await RecordingFiles.all(RolloutRecording(contentsOf: url))
      }
    }
  }

  @Test("Bytes that were changed give an error or other values, and never end the program")
  func corruption() async throws {
    let data = try Data(contentsOf: RecordingFiles.example("trl-1.16.0/completions_00005.parquet"))
    try await RecordingFiles.withDirectory { directory in
      let url = directory.appending(path: "t.parquet")
      for position in stride(from: 4, to: data.count, by: 13) {
        var changed = data
        changed[position] ^= 0x5A
        try changed.write(to: url)
        do {
          _ = try await RecordingFiles.all(RolloutRecording(contentsOf: url, format: .trl))
        } catch {
          #expect(error is RecordingError, "\(position): \(error)")
        }
      }
    }
  }
}
