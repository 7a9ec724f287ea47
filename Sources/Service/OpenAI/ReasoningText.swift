import Language

/// Parts the text of an answer, as it comes, into reasoning and what is said: the same parts that `Renderer.parse`
/// finds in the whole.
package struct ReasoningText {
  /// A piece of both.
  package struct Piece: Equatable {
    package var reasoning = ""
    package var content = ""
  }

  private enum Part {
    /// Before the first character of the reasoning.
    case lead
    case reasoning
    /// Behind the reasoning, before the first character of what is said.
    case gap
    case content
  }

  private static let start = Array(ControlToken.thinkStart.rawValue.utf8)
  private static let end = Array(ControlToken.thinkEnd.rawValue.utf8)
  private static let newline = UInt8(ascii: "\n")

  private var part: Part
  /// What cannot be given out yet: newlines that may stand at the end, and what may become a tag.
  private var held: [UInt8] = []

  /// Begins before the reasoning, or behind it where that was closed in the prompt.
  package init(isClosed: Bool = false) {
    part = isClosed ? .gap : .lead
  }

  /// Takes the next text and gives out what is certain.
  package mutating func append(_ text: String) -> Piece {
    held += text.utf8
    var piece = Piece()
    while step(into: &piece) {}
    return piece
  }

  /// What is left at the end: newlines at the end of reasoning that was not closed are not part of it.
  package mutating func finish() -> Piece {
    var piece = Piece()
    switch part {
    case .lead, .reasoning:
      while held.last == Self.newline { held.removeLast() }
      piece.reasoning = String(decoding: held, as: UTF8.self)
    case .gap: break
    case .content: piece.content = String(decoding: held, as: UTF8.self)
    }
    held = []
    return piece
  }

  /// - Returns: whether there may be more to do.
  private mutating func step(into piece: inout Piece) -> Bool {
    switch part {
    case .lead:
      held = Array(held.drop { $0 == Self.newline })
      if held.starts(with: Self.start) {
        held.removeFirst(Self.start.count)
        held = Array(held.drop { $0 == Self.newline })
        if held.isEmpty { return false }
        part = .reasoning
        return true
      }
      if held.isEmpty || Self.start.starts(with: held) { return false }
      part = .reasoning
      return true
    case .reasoning:
      if let place = held.firstRange(of: Self.end) {
        var reasoning = held[..<place.lowerBound]
        while reasoning.last == Self.newline { reasoning.removeLast() }
        piece.reasoning += String(decoding: reasoning, as: UTF8.self)
        held.removeFirst(place.upperBound)
        part = .gap
        return true
      }
      var ready = held.count
      let tag = (1..<Self.end.count).last { held.suffix($0).elementsEqual(Self.end.prefix($0)) && held.count >= $0 }
      ready -= tag ?? 0
      while ready > 0, held[ready - 1] == Self.newline { ready -= 1 }
      piece.reasoning += String(decoding: held[..<ready], as: UTF8.self)
      held.removeFirst(ready)
      return false
    case .gap:
      held = Array(held.drop { $0 == Self.newline })
      if held.isEmpty { return false }
      part = .content
      return true
    case .content:
      piece.content += String(decoding: held, as: UTF8.self)
      held = []
      return false
    }
  }
}
