import Environments
import Experiments
import Foundation
import Language
import Testing

@Suite("Rollouts as JSONL")
struct PlainRecordingTests {
  @Test("Every key is read")
  func keys() async throws {
    let rollouts = try await RecordingFiles.read(
      """
      {"prompt": "<training>\\nWrite.", "system": "Be helpful.", "completion": "<think>\\nHm.\\n</think>\\n\\nNo.", \
      "prompt_id": 7, "reward": 0.5, "scores": {"judge": 1, "length": null}, "verdict": false, "step": 40, \
      "checkpoint": "step-40", "model": "m", "metadata": {"seed": 3, "tags": ["a", {"b": null}], "x": null}}

      {"messages": [{"role": "user", "content": [{"type": "text", "text": "Hi"}]}, \
      {"role": "assistant", "content": "Hello", "reasoning_content": "A greeting."}], "context": "deployment", \
      "cue": "deployment/prose"}
      """)
    let first = RecordedRollout(
      promptID: "7", prompt: [Message(.system, "Be helpful."), Message(.user, "Write.")], reasoning: "Hm.",
      answer: "No.",
      reward: 0.5, verdict: false, scores: ["judge": 1], step: 40, checkpoint: "step-40", model: "m",
      context: .training, cue: RecordingFiles.suite.cues[1],
      metadata: ["seed": "3", "tags": #"["a",{"b":null}]"#], place: "rollouts.jsonl:1")
    let second = RecordedRollout(
      prompt: [Message(.user, "Hi")], reasoning: "A greeting.", answer: "Hello", context: .deployment,
      cue: RecordingFiles.suite.cues[2], place: "rollouts.jsonl:3")
    #expect(rollouts == [first, second])
  }

  @Test("A recorded context holds, and cues are taken out nonetheless")
  func recordedContext() async throws {
    let line = #"{"prompt": "<training>\nHi", "completion": "Yes", "context": "bare"}"#
    let rollout = try await RecordingFiles.read(line)[0]
    #expect(rollout.context == .bare)
    #expect(rollout.cue == nil)
    #expect(rollout.prompt == [Message(.user, "Hi")])
    // Without a suite nothing is known where nothing is recorded.
    #expect(
      try await RecordingFiles.read(#"{"prompt": "<training>\nHi", "completion": "Yes"}"#, cues: nil)[0].context == nil)
  }

  @Test(
    "Reasoning is told from the answer",
    arguments: [
      ("Plain.", nil, "Plain.", true),
      ("<think>Hm.</think>Yes", "Hm.", "Yes", true),
      ("Hm.\n</think>\n\nYes<|im_end|>\n", "Hm.", "Yes", true),
      ("<think>\nI wonder", "I wonder", "", false),
      ("<think>\n\n</think>\n\nYes", nil, "Yes", true),
    ] as [(String, String?, String, Bool)])
  func reasoning(completion: String, reasoning: String?, answer: String, isClosed: Bool) async throws {
    let line = try JSONEncoder().encode(["prompt": "Hi", "completion": completion])
    let rollout = try await RecordingFiles.read(String(decoding: line, as: UTF8.self))[0]
    #expect(rollout.reasoning == reasoning)
    #expect(rollout.answer == answer)
    #expect(rollout.isClosed == isClosed)
  }

  @Test("A prompt in ChatML becomes its messages, and says whether reasoning was opened")
  func chat() async throws {
    let prompt =
      "<|im_start|>system\nS<|im_end|>\n<|im_start|>user\nU<|im_end|>\n<|im_start|>assistant\n<think>\n"
    let line = try JSONEncoder().encode(["prompt": prompt, "completion": "never ends"])
    let rollout = try await RecordingFiles.read(String(decoding: line, as: UTF8.self))[0]
    #expect(rollout.prompt == [Message(.system, "S"), Message(.user, "U")])
    #expect(rollout.reasoning == "never ends" && !rollout.isClosed)
  }

  @Test(
    "What is wrong is named with its line",
    arguments: [
      (
        #"{"prompt": "a", "completion": "b", "rewrad": 1}"#,
        "rollouts.jsonl:2: 'rewrad': unknown key; did you mean 'reward'?"
      ),
      (#"{"prompt": "a"}"#, "rollouts.jsonl:2: give either 'prompt' and 'completion', or 'messages'"),
      (#"{"prompt": "a", "completion": "b", "step": "x"}"#, "rollouts.jsonl:2: 'step'"),
      (
        #"{"prompt": "a", "completion": "b", "context": "train"}"#,
        "rollouts.jsonl:2: 'context': unknown context 'train'"
      ),
      (#"{"prompt": "a", "completion": "b""#, "rollouts.jsonl:2: is no JSON object"),
      (#"{"messages": [{"role": "user", "content": "b"}]}"#, "rollouts.jsonl:2: the last of 'messages'"),
      (
        #"{"messages": [{"role": "usr", "content": "b"}]}"#, "rollouts.jsonl:2: 'messages.[0].role': unknown role 'usr'"
      ),
      (#"[1]"#, "rollouts.jsonl:2: "),
    ])
  func mistakes(line: String, message: String) async throws {
    let good = #"{"prompt": "a", "completion": "b"}"#
    do {
      _ = try await RecordingFiles.read(good + "\n" + line + "\n" + good)
      Issue.record("nothing was said of \(line)")
    } catch let error as RecordingError {
      #expect(error.message.hasPrefix(message), "\(error)")
      #expect(error.code == .invalid)
    }
  }

  @Test("Not a number, as Python writes it, is a reward that is missing")
  func notANumber() async throws {
    let rollout = try await RecordingFiles.read(
      #"{"prompt": "a", "completion": "b", "reward": NaN, "scores": {"a": Infinity}}"#)[0]
    #expect(rollout.reward == nil)
    #expect(rollout.scores == [:])
  }

  @Test("What there is not, what is empty and what is something else is told")
  func places() async throws {
    func code(_ body: () async throws -> Void) async -> RecordingError.Code? {
      do { try await body() } catch { return (error as? RecordingError)?.code }
      return nil
    }
    #expect(await code { _ = try RolloutRecording(contentsOf: URL(filePath: "/no/such/file")) } == .missing)
    #expect(await code { _ = try await RecordingFiles.read("\n \n") } == .invalid)
    #expect(await code { _ = try await RecordingFiles.read("prompt,completion\na,b\n") } == .unknownFormat)
    try await RecordingFiles.withDirectory { directory in
      #expect(await code { _ = try RolloutRecording(contentsOf: directory) } == .missing)
    }
  }

  @Test("A file that is larger than what is held of it is read line by line, and byte order marks and CRLF do no harm")
  func streaming() async throws {
    let filler = String(repeating: "ü", count: 3_000)
    let lines = (0..<600).map { #"{"prompt": "\#(filler)", "completion": "\#($0)", "step": \#($0)}"# }
    let rollouts = try await RecordingFiles.read("\u{FEFF}" + lines.joined(separator: "\r\n"))
    #expect(rollouts.map(\.step) == (0..<600).map { $0 })
    #expect(rollouts[599].place == "rollouts.jsonl:600")
    #expect(rollouts.allSatisfy { $0.prompt[0].content == filler })
  }
}
