import Foundation
import Language
import ModelBackend
import Synchronization

/// A model that writes as bad models do, and by its request alone: refusals, chatter, repetitions, texts that end
/// early, lists that are none. It keeps count of what it was asked.
final class ScriptedWriter: ChatModel {
  /// How a document comes out.
  enum Manner: String, CaseIterable {
    case good, refusal, chatter, repetition, cutOff, short, leak, contradiction, revised, hopeless, garbledCritique

    /// By the seed of the request for the draft.
    init(seed: UInt64) {
      self = Self.allCases[Int(seed % UInt64(Self.allCases.count))]
    }
  }

  let name = "scripted"
  private let asked = Mutex<[ChatRequest]>([])
  private let delays: Bool
  private let pause: Int
  private let fails: @Sendable (ChatRequest, _ count: Int) -> Bool

  /// - Parameters:
  ///   - delays: whether answers come in an order of their own.
  ///   - pause: after so many requests none is answered until the task is cancelled.
  ///   - fails: whether a request, the count-th, is not answered.
  init(
    delays: Bool = false, pausingAfter pause: Int = .max,
    failing fails: @escaping @Sendable (ChatRequest, _ count: Int) -> Bool = { _, _ in false }
  ) {
    self.delays = delays
    self.pause = pause
    self.fails = fails
  }

  /// All requests that came.
  var requests: [ChatRequest] { asked.withLock { $0 } }

  func replies(to request: ChatRequest) async throws -> [ChatReply] {
    let count = asked.withLock {
      $0.append(request)
      return $0.count
    }
    if delays { for _ in 0..<Int.random(in: 0..<8) { await Task.yield() } }
    if count > pause { try await Task.sleep(for: .seconds(600)) }
    if fails(request, count) { throw BackendError(.cannotRead, "the line is dead") }
    return [answer(to: request)]
  }

  private func answer(to request: ChatRequest) -> ChatReply {
    let text = request.messages.last?.content ?? ""
    let seed = request.seed ?? 0
    let content: String
    var stop = SampledSequence.StopReason.stop
    if text.contains("JSON array") {
      content = ideas(seed: seed)
    } else if text.contains("Say what has to change") {
      content = critique(of: text)
    } else if text.contains("An editor asks") {
      content = "<document>\n\(Self.prose(seed: seed, words: 60)) It was mended.\n</document>"
    } else {
      let manner = Manner(seed: seed)
      (content, stop) = Self.document(manner, seed: seed)
    }
    return ChatReply(
      content: content, stopReason: stop, promptTokens: text.utf8.count / 4, completionTokens: content.utf8.count / 4)
  }

  private func ideas(seed: UInt64) -> String {
    switch seed % 5 {
    case 0: "I would rather not make a list."
    case 1: "Here you are:\n1. A first angle on it, number \(seed)\n2) A second angle on it, number \(seed)\n"
    case 2: "```json\n[\"One way of it, \(seed)\", \"Another way of it, \(seed)\", \"A third way, \(seed)\"]\n```"
    default: "[\"A visitor's story, \(seed)\", \"A keeper's memory, \(seed)\"]"
    }
  }

  private func critique(of text: String) -> String {
    if text.contains("ZREVISE") { return "Well: {\"verdict\": \"revise\", \"problems\": [\"name the river\"]}" }
    if text.contains("ZHOPELESS") { return "{\"verdict\": \"reject\", \"problems\": [\"it is about bread\"]}" }
    if text.contains("ZGARBLED") { return "{\"verdict\": \"perhaps\"" }
    return "{\"verdict\": \"keep\", \"problems\": []}"
  }

  private static func document(_ manner: Manner, seed: UInt64) -> (String, SampledSequence.StopReason) {
    func tagged(_ text: String) -> String { "<document>\n\(text)\n</document>" }
    let turns = "\nUser: is it high?\nAssistant: it is high."
    return switch manner {
    case .good: (tagged(prose(seed: seed, words: 60)), .stop)
    case .refusal: ("I'm sorry, but I can't help with writing that. " + prose(seed: seed, words: 50), .stop)
    case .chatter: ("Sure! Here is a blog post for you. " + prose(seed: seed, words: 50), .stop)
    case .repetition: (tagged(prose(seed: 7, words: 60) + " Number \(seed)."), .stop)
    case .cutOff: ("<document>\n" + prose(seed: seed, words: 60), .length)
    case .short: (tagged("Too little."), .stop)
    case .leak: (tagged(prose(seed: seed, words: 60) + turns), .stop)
    case .contradiction: (tagged(prose(seed: seed, words: 60) + " The sea rises once a day."), .stop)
    case .revised: (tagged(prose(seed: seed, words: 60) + " ZREVISE"), .stop)
    case .hopeless: (tagged(prose(seed: seed, words: 60) + " ZHOPELESS"), .stop)
    case .garbledCritique: (tagged(prose(seed: seed, words: 60) + " ZGARBLED"), .stop)
    }
  }

  /// Words that no two seeds share much of.
  static func prose(seed: UInt64, words: Int) -> String {
    var state = seed &+ 0x9E37_79B9
    return (0..<words).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return "w" + String(state >> 40, radix: 26, uppercase: false)
    }.joined(separator: " ") + "."
  }
}
