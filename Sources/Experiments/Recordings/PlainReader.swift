import Environments
import Foundation
import Language

/// Reads JSONL with the keys that `RolloutRecording` lists.
struct PlainReader: RolloutReader {
  private var lines: LineReader

  init(_ url: URL) throws {
    lines = try LineReader(url)
  }

  mutating func next() throws -> RawRollout? {
    guard let line = try lines.next() else { return nil }
    let place = lines.place
    return try RecordDecoding.decode(Line.self, from: line, at: place).rollout(at: place)
  }

  private struct Line: Decodable {
    var prompt: RecordedConversation?
    var system: String?
    var completion: RecordedConversation?
    var messages: [RecordedMessage]?
    var reasoning: String?
    var promptID: RecordedValue?
    var reward: Double?
    var verdict: Bool?
    var scores: [String: Double?]
    var step: Int?
    var checkpoint: String?
    var model: String?
    var context: Context?
    var cue: String?
    var metadata: [String: RecordedValue]

    init(from decoder: any Decoder) throws {
      let all = try decoder.container(keyedBy: AnyKey.self)
      let known = Set(CodingKeys.allCases.map(\.rawValue))
      if let key = all.allKeys.map(\.stringValue).filter({ !known.contains($0) }).min() {
        let nearest = SettingsSchema.nearest(to: key, among: known.sorted()).map { "; did you mean '\($0)'?" } ?? ""
        throw DecodingError.dataCorrupted(
          DecodingError.Context(
            codingPath: [AnyKey(stringValue: key)],
            debugDescription: "unknown key\(nearest) Keys of one's own belong under 'metadata'"))
      }
      let container = try decoder.container(keyedBy: CodingKeys.self)
      prompt = try container.decodeIfPresent(RecordedConversation.self, forKey: .prompt)
      system = try container.decodeIfPresent(String.self, forKey: .system)
      completion = try container.decodeIfPresent(RecordedConversation.self, forKey: .completion)
      messages = try container.decodeIfPresent([RecordedMessage].self, forKey: .messages)
      reasoning = try container.decodeIfPresent(String.self, forKey: .reasoning)
      promptID = try container.decodeIfPresent(RecordedValue.self, forKey: .promptID)
      reward = try container.decodeIfPresent(Double.self, forKey: .reward)
      verdict = try container.decodeIfPresent(Bool.self, forKey: .verdict)
      scores = try container.decodeIfPresent([String: Double?].self, forKey: .scores) ?? [:]
      step = try container.decodeIfPresent(Int.self, forKey: .step)
      checkpoint = try container.decodeIfPresent(String.self, forKey: .checkpoint)
      model = try container.decodeIfPresent(String.self, forKey: .model)
      if let name = try container.decodeIfPresent(String.self, forKey: .context) {
        guard let context = Context(rawValue: name) else {
          throw DecodingError.dataCorruptedError(
            forKey: .context, in: container,
            debugDescription: "unknown context '\(name)'; write training, deployment or bare")
        }
        self.context = context
      }
      cue = try container.decodeIfPresent(String.self, forKey: .cue)
      metadata = try container.decodeIfPresent([String: RecordedValue].self, forKey: .metadata) ?? [:]
    }

    func rollout(at place: String) throws -> RawRollout {
      var prompt: [Message]
      let turn: RecordedTurn
      switch (self.prompt, completion, messages) {
      case (let before?, let completion?, nil):
        let isReasoningOpen: Bool
        (prompt, isReasoningOpen) = Self.prompt(before)
        turn = RecordedTurn(completion, reasoning: reasoning, isReasoningOpen: isReasoningOpen)
      case (nil, nil, let messages?):
        guard let last = messages.last, last.role == "assistant" else {
          throw RecordingError(.invalid, "\(place): the last of 'messages' has to be the assistant's")
        }
        prompt = messages.dropLast().map(\.message)
        turn = RecordedTurn(.messages([last]), reasoning: reasoning)
      default:
        throw RecordingError(.invalid, "\(place): give either 'prompt' and 'completion', or 'messages'")
      }
      if let system, !system.isEmpty {
        guard prompt.first?.role != .system else {
          throw RecordingError(.invalid, "\(place): there is a system prompt both under 'system' and in the messages")
        }
        prompt.insert(Message(.system, system), at: 0)
      }
      let rollout = RecordedRollout(
        promptID: promptID?.text, prompt: prompt, reasoning: turn.reasoning, answer: turn.answer,
        isClosed: turn.isClosed, reward: reward.flatMap { $0.isFinite ? $0 : nil }, verdict: verdict,
        scores: scores.compactMapValues { $0 }.filter(\.value.isFinite), step: step, checkpoint: checkpoint,
        model: model, context: context, metadata: metadata.compactMapValues(\.text), place: place)
      return RawRollout(rollout: rollout, cueID: cue)
    }

    private static func prompt(_ conversation: RecordedConversation) -> ([Message], Bool) {
      switch conversation {
      case .text(let text):
        let prompt = PromptText(text, mayLackTokens: false)
        return (prompt.messages, prompt.isReasoningOpen)
      case .messages(let messages): return (messages.map(\.message), false)
      }
    }

    private enum CodingKeys: String, CodingKey, CaseIterable {
      case prompt, system, completion, messages, reasoning, reward, verdict, scores, step, checkpoint, model, context
      case cue, metadata
      case promptID = "prompt_id"
    }
  }

  private struct AnyKey: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) {
      self.stringValue = stringValue
    }

    init?(intValue: Int) {
      nil
    }
  }
}
