import Language

/// Makes text of a completion's tokens as they come: never half a character, and nothing of a stop string, or of what
/// may become one.
struct CompletionText {
  private let stops: [[UInt8]]
  private let keepsStops: Bool
  private let longest: Int
  private var decoder: IncrementalDecoder
  /// What may yet turn out to begin a stop string.
  private var held: [UInt8] = []
  /// Whether a stop string has come: nothing more does.
  private(set) var isStopped = false
  /// Characters (Unicode scalars) of all tokens so far.
  private(set) var scalarCount = 0

  init(_ tokenizer: Tokenizer, _ fields: SamplingFields) {
    stops = fields.stopStrings.map { Array($0.utf8) }
    keepsStops = fields.keepsStopStrings
    longest = stops.map(\.count).max() ?? 0
    decoder = IncrementalDecoder(tokenizer, skippingSpecialTokens: fields.skipsSpecialTokens)
  }

  /// Takes a token.
  ///
  /// - Returns: the text that can be given out now.
  mutating func append(_ token: TokenID) -> String {
    // A token of one of the embedding's rows that the vocabulary has no token for has no text.
    take((try? decoder.append(token)) ?? "")
  }

  /// What was held back, at the end.
  mutating func finish() -> String {
    let text = take(decoder.finish())
    defer { held = [] }
    return isStopped ? text : text + String(decoding: held, as: UTF8.self)
  }

  private mutating func take(_ text: String) -> String {
    if isStopped { return "" }
    scalarCount += text.unicodeScalars.count
    if stops.isEmpty { return text }
    held += text.utf8
    if let (start, stop) = firstStop() {
      isStopped = true
      return String(decoding: held[..<(start + (keepsStops ? stop.count : 0))], as: UTF8.self)
    }
    let kept = (1..<max(1, min(longest, held.count + 1))).last { length in
      stops.contains { $0.count > length && held.suffix(length).elementsEqual($0.prefix(length)) }
    }
    let ready = held.count - (kept ?? 0)
    defer { held.removeFirst(ready) }
    return String(decoding: held[..<ready], as: UTF8.self)
  }

  /// Where the first stop string begins.
  private func firstStop() -> (start: Int, stop: [UInt8])? {
    for start in held.indices {
      for stop in stops where held[start...].starts(with: stop) { return (start, stop) }
    }
    return nil
  }
}
