import Environments
import Foundation
import Language

/// What of a sample of Inspect's log is of use here.
struct InspectSample: Decodable {
  private var id: RecordedValue
  private var epoch: Int
  private var input: RecordedConversation
  private var messages: [RecordedMessage]?
  private var output: Output?
  private var scores: [String: Score]?
  private var metadata: [String: RecordedValue]?
  private var error: Failure?

  private struct Output: Decodable {
    var model: String?
    var choices: [Choice]?
    var error: String?
  }

  private struct Choice: Decodable {
    var message: RecordedMessage
  }

  private struct Score: Decodable {
    var value: RecordedValue
  }

  private struct Failure: Decodable {
    var message: String
  }

  /// The sample as a rollout.
  ///
  /// The prompt is everything before the model's first turn, the answer its last one.
  func rollout(of log: InspectHeader, at place: String) throws -> RawRollout {
    let messages = messages ?? []
    let start = promptEnd(messages)
    var prompt = messages[..<start].map(\.message)
    if prompt.isEmpty {
      switch input {
      case .text(let text): prompt = [Message(.user, text)]
      case .messages(let messages): prompt = messages.map(\.message)
      }
    }
    var completion = Array(messages[start...])
    if !completion.contains(where: { $0.role == "assistant" }), let choice = output?.choices?.first {
      completion = [choice.message]
    }
    let turn = RecordedTurn(completion)
    var failure = error?.message ?? output?.error
    if failure == nil, completion.isEmpty { failure = "the sample has no completion" }
    var table = RecordedTable(columns: metadata ?? [:])
    let step = table.take("step")
    let scores = self.scores.map(Self.numbers) ?? [:]
    let model = output?.model.flatMap { $0.isEmpty ? nil : $0 } ?? log.model
    var raw = try table.finish(
      RecordedRollout(
        promptID: id.text, prompt: prompt, reasoning: turn.reasoning, answer: turn.answer, isClosed: turn.isClosed,
        failure: failure, reward: scores.count == 1 ? scores.values.first : nil, scores: scores, step: step?.integer,
        model: model, place: place),
      areNumbersScores: false)
    raw.rollout.metadata["epoch"] = String(epoch)
    raw.rollout.metadata["task"] = log.task
    return raw
  }

  /// Where the model begins: at its first own turn, else at the last turn that is an assistant's.
  private func promptEnd(_ messages: [RecordedMessage]) -> Int {
    messages.firstIndex { $0.role == "assistant" && $0.isGenerated }
      ?? messages.lastIndex { $0.role == "assistant" } ?? messages.count
  }

  /// Scores as numbers, in Inspect's own way of turning letters and words into them.
  private static func numbers(_ scores: [String: Score]) -> [String: Double] {
    var numbers: [String: Double] = [:]
    for (name, score) in scores {
      if case .object(let members) = score.value {
        for (member, value) in members { numbers["\(name)/\(member)"] = number(value) }
      } else {
        numbers[name] = number(score.value)
      }
    }
    return numbers
  }

  private static func number(_ value: RecordedValue) -> Double? {
    guard case .text(let text) = value else { return value.number }
    return switch text {
    case "C": 1
    case "P": 0.5
    case "I", "N": 0
    default:
      switch text.lowercased() {
      case "yes", "true": 1
      case "no", "false": 0
      default: Double(text).flatMap { $0.isFinite ? $0 : nil }
      }
    }
  }
}

/// What of an Inspect log's header is of use here.
struct InspectHeader: Decodable {
  var model: String?
  var task: String?
}
