/// Writes conversations as a model reads them, in Qwen3's chat format, and reads its completions.
///
///     let renderer = try Renderer(tokenizer: tokenizer)
///     let prompt = renderer.prompt([Message(.user, "What is 2 + 2?")])
///     // <|im_start|>user\nWhat is 2 + 2?<|im_end|>\n<|im_start|>assistant\n<think>\n
///     let completion = renderer.parse("Two and two.\n</think>\n\n4<|im_end|>")
///     // completion.answer == "4"
///
/// What a message says is never taken for a special token: a text with `<|im_end|>` in it cannot end its turn.
public struct Renderer: Sendable {
  /// The tokenizer that it writes with.
  public let tokenizer: Tokenizer
  /// The tokens that end a completion: the end of a turn, and of a document.
  public let stopTokens: [TokenID]
  private let turnStart: TokenID
  private let turnEnd: TokenID
  private let endOfText: TokenID

  /// Creates a renderer.
  ///
  /// - Throws: `TokenizerError` where the vocabulary lacks one of `ControlToken`.
  public init(tokenizer: Tokenizer) throws {
    func id(_ token: ControlToken) throws -> TokenID {
      guard let id = tokenizer.addedTokens.first(where: { $0.content == token.rawValue })?.id else {
        throw TokenizerError(
          .missingToken,
          "The tokenizer has no added token \(token.rawValue), which Qwen3's chat format needs: use one that has it.")
      }
      return id
    }
    self.tokenizer = tokenizer
    turnStart = try id(.turnStart)
    turnEnd = try id(.turnEnd)
    endOfText = try id(.endOfText)
    _ = (try id(.thinkStart), try id(.thinkEnd))
    stopTokens = [turnEnd, endOfText]
  }

  /// A conversation that an assistant is to go on with: its turn is open, and so is its reasoning.
  public func prompt(_ messages: [Message]) -> [TokenID] {
    var draft = Draft(tokenizer: tokenizer)
    write(messages, to: &draft)
    open(to: &draft)
    return draft.finish()
  }

  /// A whole conversation to learn from, which ends with an assistant's turn.
  ///
  /// Its tokens are those of `prompt(_:)` for all messages but the last, and behind them what a sampler would have to
  /// give for the last message, up to the token that ends the turn.
  ///
  /// - Returns: the tokens, and how many of them are prompt: where the part to be learned begins.
  public func transcript(_ messages: [Message]) -> (tokens: [TokenID], promptLength: Int) {
    guard let last = messages.last, last.role == .assistant else {
      preconditionFailure("a transcript ends with an assistant's turn")
    }
    let prompt = prompt(Array(messages.dropLast()))
    // Encoded apart from the prompt: a token across the seam would be one that no sampler can give.
    var draft = Draft(tokenizer: tokenizer)
    let (reasoning, content) = Self.parts(of: last)
    draft.write(reasoning.trimmingNewlines() + "\n</think>\n\n" + content.trimmingNewlines(atEnd: false))
    draft.write(turnEnd)
    return (prompt + draft.finish(), prompt.count)
  }

  /// A document to learn from, with the token that ends it.
  public func document(_ text: String) -> [TokenID] {
    tokenizer.encode(text, allowingSpecialTokens: false) + [endOfText]
  }

  /// Takes apart what a model gave for a prompt of `prompt(_:)`.
  ///
  /// - Parameter completion: its text, with or without the tokens that end it, and with or without `<think>`.
  public func parse(_ completion: String) -> ParsedCompletion {
    var text = completion.utf8[...]
    for stop in [ControlToken.turnEnd, .endOfText] {
      if let end = text.firstRange(of: stop.rawValue.utf8) { text = text[..<end.lowerBound] }
    }
    let lead = text.drop { $0 == UInt8(ascii: "\n") }
    if lead.starts(with: ControlToken.thinkStart.rawValue.utf8) {
      text = lead.dropFirst(ControlToken.thinkStart.rawValue.utf8.count)
    }
    let end = text.firstRange(of: ControlToken.thinkEnd.rawValue.utf8)
    let reasoning = String(Substring(text[..<(end?.lowerBound ?? text.endIndex)])).trimmingNewlines()
    let answer = end.map { String(Substring(text[$0.upperBound...])).trimmingNewlines(atEnd: false) }
    return ParsedCompletion(
      reasoning: reasoning.isEmpty ? nil : reasoning, answer: answer ?? "", isClosed: end != nil)
  }

  /// Takes apart the tokens of a completion.
  ///
  /// - Throws: `TokenizerError` for a token that the vocabulary does not have.
  public func parse(_ completion: [TokenID]) throws -> ParsedCompletion {
    parse(try tokenizer.decode(completion))
  }

  private func write(_ messages: [Message], to draft: inout Draft) {
    let lastQuery = messages.lastIndex { $0.role == .user }
    for (index, message) in messages.enumerated() {
      draft.write(turnStart)
      draft.write(message.role.rawValue + "\n")
      let (reasoning, content) = Self.parts(of: message)
      let isLast = index == messages.count - 1
      if message.role == .assistant, lastQuery.map({ $0 < index }) ?? true, isLast || !reasoning.isEmpty {
        draft.write("<think>\n" + reasoning.trimmingNewlines() + "\n</think>\n\n")
        draft.write(content.trimmingNewlines(atEnd: false))
      } else {
        draft.write(content)
      }
      draft.write(turnEnd)
      draft.write("\n")
    }
  }

  private func open(to draft: inout Draft) {
    draft.write(turnStart)
    draft.write(Role.assistant.rawValue + "\n<think>\n")
  }

  /// A turn's reasoning and what it says. Reasoning that still stands within the content is found there, as in
  /// conversations that other programs hand on.
  private static func parts(of message: Message) -> (reasoning: String, content: String) {
    guard message.role == .assistant else { return ("", message.content) }
    if let reasoning = message.reasoning { return (reasoning, message.content) }
    let text = message.content.utf8
    let tags = text.ranges(of: ControlToken.thinkEnd.rawValue.utf8)
    guard let first = tags.first, let last = tags.last else { return ("", message.content) }
    var reasoning = text[..<first.lowerBound]
    if let start = reasoning.ranges(of: ControlToken.thinkStart.rawValue.utf8).last {
      reasoning = reasoning[start.upperBound...]
    }
    let content = String(Substring(text[last.upperBound...])).trimmingNewlines(atEnd: false)
    return (String(Substring(reasoning)), content)
  }
}

/// A prompt as it is written: tokens, and text that is encoded in one piece as far as no token interrupts it.
private struct Draft {
  private let tokenizer: Tokenizer
  private var tokens: [TokenID] = []
  private var text = ""

  init(tokenizer: Tokenizer) {
    self.tokenizer = tokenizer
  }

  mutating func write(_ text: String) {
    self.text += text
  }

  mutating func write(_ token: TokenID) {
    tokens = finish() + [token]
    text = ""
  }

  func finish() -> [TokenID] {
    tokens + tokenizer.encode(text, allowingSpecialTokens: false)
  }
}

extension String {
  /// Without line feeds at its beginning, and at its end where that is asked for. A carriage return stays.
  fileprivate func trimmingNewlines(atEnd: Bool = true) -> String {
    var scalars = unicodeScalars[...]
    while scalars.first == "\n" { scalars.removeFirst() }
    while atEnd, scalars.last == "\n" { scalars.removeLast() }
    return String(scalars)
  }
}
