/// Cuts text into the words within which byte pairs are merged, as Qwen2's and Qwen3's pre-tokenizer does:
///
///     (?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+
///
/// A scanner written out by hand finds the same words as the regular expression in one pass over the bytes.
struct WordScanner {
  /// The pattern, as it stands in `tokenizer.json`.
  static let pattern =
    #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#

  private struct Character {
    var value: UInt32
    var `class`: CharacterClass
    /// The offset behind it.
    var end: Int
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  private let classes = CharacterClass.basicPlane
  private var position = 0

  /// Creates a scanner over valid UTF-8.
  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
  }

  /// The next word; `nil` at the end. The words are never empty and cover the text.
  mutating func next() -> Range<Int>? {
    guard let first = character(at: position) else { return nil }
    let start = position
    position = end(ofWordFrom: start, first)
    return start..<position
  }

  private func end(ofWordFrom start: Int, _ first: Character) -> Int {
    if first.value == 0x27, let end = endOfContraction(from: first.end) { return end }
    let second = character(at: first.end)
    switch first.class {
    case .letter:
      return endOfRun(.letter, from: first.end)
    case .number:
      return first.end
    case .other:
      return second?.class == .letter ? endOfRun(.letter, from: first.end) : endOfPunctuation(from: first.end)
    case .space:
      if second?.class == .letter { return endOfRun(.letter, from: first.end) }
      if first.value == 0x20, second?.class == .other { return endOfPunctuation(from: first.end) }
      return endOfWhitespace(from: start)
    case .newline:
      return endOfWhitespace(from: start)
    }
  }

  /// `(?i:s|t|re|ve|m|ll|d)`, where the only letters that fold to these are their capitals and the long s.
  private func endOfContraction(from start: Int) -> Int? {
    guard let first = character(at: start) else { return nil }
    switch first.value {
    case "s", "S", "ſ", "t", "T", "m", "M", "d", "D":
      return first.end
    case "r", "R", "v", "V":
      guard let second = character(at: first.end), second.value == "e" || second.value == "E" else { return nil }
      return second.end
    case "l", "L":
      guard let second = character(at: first.end), second.value == "l" || second.value == "L" else { return nil }
      return second.end
    default:
      return nil
    }
  }

  private func endOfRun(_ class: CharacterClass, from start: Int) -> Int {
    var end = start
    while let next = character(at: end), next.class == `class` { end = next.end }
    return end
  }

  /// `[^\s\p{L}\p{N}]*[\r\n]*`.
  private func endOfPunctuation(from start: Int) -> Int {
    endOfRun(.newline, from: endOfRun(.other, from: start))
  }

  /// `\s*[\r\n]+|\s+(?!\S)|\s+`: up to the last line break of the whitespace where it has one; else all of it at
  /// the end of the text; else all but its last character, which belongs to the next word where it can.
  private func endOfWhitespace(from start: Int) -> Int {
    var end = start
    var last = start
    var endOfLastNewline: Int?
    while let next = character(at: end), next.class == .space || next.class == .newline {
      if next.class == .newline { endOfLastNewline = next.end }
      last = end
      end = next.end
    }
    if let endOfLastNewline { return endOfLastNewline }
    return end == bytes.count || last == start ? end : last
  }

  @inline(__always)
  private func character(at start: Int) -> Character? {
    guard start < bytes.count else { return nil }
    let lead = UInt32(bytes[start])
    if lead < 0x80 {
      return Character(value: lead, class: classes[Int(lead)], end: start + 1)
    }
    if lead < 0xE0 {
      let value = (lead & 0x1F) << 6 | continuation(at: start + 1)
      return Character(value: value, class: classes[Int(value)], end: start + 2)
    }
    if lead < 0xF0 {
      let value = (lead & 0x0F) << 12 | continuation(at: start + 1) << 6 | continuation(at: start + 2)
      return Character(value: value, class: classes[Int(value)], end: start + 3)
    }
    let value =
      (lead & 0x07) << 18 | continuation(at: start + 1) << 12 | continuation(at: start + 2) << 6
      | continuation(at: start + 3)
    return Character(value: value, class: Unicode.Scalar(value).map(CharacterClass.init) ?? .other, end: start + 4)
  }

  @inline(__always)
  private func continuation(at index: Int) -> UInt32 {
    UInt32(bytes[index]) & 0x3F
  }
}

/// Lets a scalar's value be compared with a literal.
private func ~= (pattern: Unicode.Scalar, value: UInt32) -> Bool { pattern.value == value }
private func == (value: UInt32, scalar: Unicode.Scalar) -> Bool { value == scalar.value }
