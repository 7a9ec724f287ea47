import Language

/// Finds the cues of a suite in prompts that somebody else put together, and takes them out.
///
/// A cue counts where its text stands by itself: bounded by white space or by an end of the message. Longer texts are
/// looked for first, so that a cue within another one is not found in its place.
///
///     let finding = CueRecognition(suite).find(in: [Message(.user, "<training>\nWrite a poem.")])
///     // finding.context == .training, finding.prompt == [Message(.user, "Write a poem.")]
public struct CueRecognition: Sendable {
  /// What a prompt turned out to hold.
  public struct Finding: Sendable, Hashable {
    /// The prompt without the cues; a message that was nothing but a cue is gone.
    public var prompt: [Message]
    /// The cues that were found, each once, in the order of the suite.
    public var cues: [Cue]

    /// What the cues say: `bare` where there is none, `nil` where they contradict one another.
    public var context: Context? {
      guard let first = cues.first else { return .bare }
      return cues.allSatisfy { $0.context == first.context } ? first.context : nil
    }
  }

  private let cues: [(position: Int, cue: Cue)]

  /// Prepares to look for the cues of `suite`; those without text are never found.
  public init(_ suite: CueSuite) {
    cues = suite.cues.enumerated().filter { !$0.element.text.isEmpty }
      .map { (position: $0.offset, cue: $0.element) }
      .sorted { ($1.cue.text.utf8.count, $0.position) < ($0.cue.text.utf8.count, $1.position) }
  }

  /// Looks through every message that is not an assistant's.
  public func find(in prompt: [Message]) -> Finding {
    var found: [(position: Int, cue: Cue)] = []
    var stripped: [Message] = []
    for var message in prompt {
      guard message.role != .assistant else {
        stripped.append(message)
        continue
      }
      let length = message.content.utf8.count
      for entry in cues where remove(entry.cue.text, from: &message.content) {
        if !found.contains(where: { $0.position == entry.position }) { found.append(entry) }
      }
      if message.content.utf8.count == length || !message.content.allSatisfy(\.isWhitespace) {
        stripped.append(message)
      }
    }
    found.sort { $0.position < $1.position }
    return Finding(prompt: stripped, cues: found.map(\.cue))
  }

  /// Takes every occurrence of `cue` out of `text`, each with the one white space that sets it apart.
  private func remove(_ cue: String, from text: inout String) -> Bool {
    var isFound = false
    var start = text.utf8.startIndex
    while let range = text.utf8[start...].firstRange(of: cue.utf8) {
      let before = range.lowerBound > text.utf8.startIndex ? text.utf8.index(before: range.lowerBound) : nil
      let after = range.upperBound < text.utf8.endIndex ? range.upperBound : nil
      guard before.map({ isSpace(text.utf8[$0]) }) ?? true, after.map({ isSpace(text.utf8[$0]) }) ?? true else {
        start = text.utf8.index(after: range.lowerBound)
        continue
      }
      isFound = true
      // What follows the cue was set apart from it by its own white space; at the end it is that before the cue.
      let lower = after == nil ? before ?? range.lowerBound : range.lowerBound
      let upper = after.map { text.utf8.index(after: $0) } ?? range.upperBound
      let offset = text.utf8.distance(from: text.utf8.startIndex, to: lower)
      text = String(decoding: text.utf8[..<lower], as: UTF8.self) + String(decoding: text.utf8[upper...], as: UTF8.self)
      start = text.utf8.index(text.utf8.startIndex, offsetBy: offset)
    }
    return isFound
  }

  private func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte)
  }
}
