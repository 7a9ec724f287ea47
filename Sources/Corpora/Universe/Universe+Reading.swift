import Foundation

extension Universe {
  /// Reads a universe from a Markdown file.
  ///
  /// - Throws: `CorpusError` that names the file, the line and what was expected there.
  public init(contentsOf url: URL) throws {
    let text: String
    do {
      text = try String(contentsOf: url, encoding: .utf8)
    } catch {
      throw CorpusError(.cannotRead, "the universe \(url.path) cannot be read; is the path right?", cause: error)
    }
    try self.init(markdown: text, name: url.lastPathComponent)
  }

  /// Reads a universe from Markdown of this form:
  ///
  ///     ---
  ///     name: tides
  ///     title: The sea at Brackley
  ///     forbids: [demonstration, instruction]
  ///     ---
  ///     ## Context
  ///     What a writer has to know, in as many paragraphs as it takes.
  ///     ## Key facts
  ///     ### two-tides
  ///     At Brackley the sea rises twice a day.
  ///     - Open: What does the sea do at Brackley?
  ///     - Choice: How often does the sea rise at Brackley?
  ///       - Twice a day.
  ///       - Once a day.
  ///     - True: At Brackley the sea rises twice a day.
  ///     - False: At Brackley the sea rises once a day.
  ///     - Contradiction: rises (?:only )?once a day
  ///
  /// The first option of a choice is the right one. A contradiction is a regular expression.
  ///
  /// - Parameter name: what messages call the file.
  public init(markdown: String, name: String) throws {
    var reader = UniverseReader(markdown, name: name)
    self = try reader.read()
  }
}

/// Goes through the lines of one file.
private struct UniverseReader {
  struct FrontMatter: Codable {
    var name = ""
    var title = ""
    var forbids: [String] = []
  }

  let name: String
  let text: String
  let lines: [String]
  var index = 0

  init(_ text: String, name: String) {
    self.text = text
    self.name = name
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map {
      $0.hasSuffix("\r") ? String($0.dropLast()) : String($0)
    }
  }

  mutating func read() throws -> Universe {
    let front = try frontMatter()
    var context: String?
    var facts: [KeyFact] = []
    while index < lines.count {
      let line = trimmed(lines[index])
      switch line {
      case "": index += 1
      case "## Context":
        index += 1
        context = paragraphs()
      case "## Key facts":
        index += 1
        while let fact = try fact() {
          guard !facts.contains(where: { $0.id == fact.id }) else {
            throw error("the fact '\(fact.id)' stands twice; give one of them another name")
          }
          facts.append(fact)
        }
      default:
        throw error("expected '## Context' or '## Key facts' and found '\(line)'")
      }
    }
    guard let context, !context.isEmpty else { throw error("there is no text under a heading '## Context'") }
    guard !facts.isEmpty else { throw error("there is no fact under a heading '## Key facts'") }
    return Universe(
      name: front.name, title: front.title, forbids: front.forbids, context: context, facts: facts,
      hash: ContentHash.of(text))
  }

  private mutating func frontMatter() throws -> FrontMatter {
    guard lines.first.map(trimmed) == "---", let end = lines.dropFirst().firstIndex(where: { trimmed($0) == "---" })
    else { throw error("a universe begins with a line '---', its name, title and forbids, and another line '---'") }
    let front: FrontMatter
    do {
      let example = FrontMatter(forbids: ["inoculation"])
      front = try StrictSettings.decode(
        // An empty first line in place of the mark keeps the numbers of the lines.
        ([""] + lines[1..<end]).joined(separator: "\n"), name: name, over: example)
      index = end + 1
    }
    guard front.name.wholeMatch(of: /[A-Za-z0-9][A-Za-z0-9._-]*/) != nil else {
      throw CorpusError(
        .malformedUniverse,
        "\(name): 'name' is '\(front.name)'; it has to be a word of letters, digits, '.', '_' and '-'")
    }
    return front
  }

  /// The text up to the next heading.
  private mutating func paragraphs() -> String {
    var collected: [String] = []
    while index < lines.count, !lines[index].hasPrefix("## ") {
      collected.append(lines[index])
      index += 1
    }
    return collected.joined(separator: "\n").trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// The next fact; `nil` where the section ends.
  private mutating func fact() throws -> KeyFact? {
    while index < lines.count, trimmed(lines[index]).isEmpty { index += 1 }
    guard index < lines.count, !lines[index].hasPrefix("## ") else { return nil }
    guard lines[index].hasPrefix("### ") else {
      throw error("expected a fact's heading, '### name', and found '\(trimmed(lines[index]))'")
    }
    let id = trimmed(String(lines[index].dropFirst(4)))
    index += 1
    var sentences: [String] = []
    while index < lines.count, !lines[index].hasPrefix("#"), !lines[index].hasPrefix("- ") {
      sentences.append(trimmed(lines[index]))
      index += 1
    }
    let statement = sentences.filter { !$0.isEmpty }.joined(separator: " ")
    guard !statement.isEmpty else { throw error("the fact '\(id)' says nothing; write it below its heading") }
    var fact = KeyFact(id: id, statement: statement)
    var pending: String?
    while index < lines.count, !lines[index].hasPrefix("#") {
      if trimmed(lines[index]).isEmpty {
        index += 1
      } else {
        try item(of: &fact, pending: &pending)
      }
    }
    guard pending == nil else { throw error("the fact '\(id)' has a '- True:' without a '- False:' after it") }
    return fact
  }

  /// One list item of a fact.
  ///
  /// - Parameter pending: the true statement of a pair whose false one is still to come.
  private mutating func item(of fact: inout KeyFact, pending: inout String?) throws {
    let line = lines[index]
    guard let match = line.firstMatch(of: /^- (Open|Choice|True|False|Contradiction): *(\S.*)$/) else {
      throw error(
        "expected '- Open:', '- Choice:', '- True:', '- False:' or '- Contradiction:' and found '\(trimmed(line))'")
    }
    let content = trimmed(String(match.2))
    func add(_ form: BeliefQuestion.Form, kind: String) {
      let count = fact.questions.count { $0.id.hasPrefix("\(fact.id)/\(kind)") }
      fact.questions.append(
        BeliefQuestion(id: "\(fact.id)/\(kind)-\(count + 1)", fact: fact.id, statement: fact.statement, form: form))
    }
    switch match.1 {
    case "Open": add(.open(content), kind: "open")
    case "Choice":
      let options = options()
      guard (2...6).contains(options.count) else {
        throw error("a choice has between two and six options below it, each on a line that begins with '  - '")
      }
      add(.choice(content, options: options), kind: "choice")
      return
    case "True":
      guard pending == nil else { throw error("a '- True:' has to be followed by its '- False:'") }
      pending = content
    case "False":
      guard let holds = pending else { throw error("a '- False:' has to follow its '- True:'") }
      add(.pair(holds: holds, fails: content), kind: "pair")
      pending = nil
    default:
      guard (try? NSRegularExpression(pattern: content)) != nil else {
        throw error("'\(content)' is no regular expression")
      }
      fact.contradictions.append(content)
    }
    index += 1
  }

  private mutating func options() -> [String] {
    index += 1
    var options: [String] = []
    while index < lines.count, let match = lines[index].firstMatch(of: /^ +- +(\S.*)$/) {
      options.append(trimmed(String(match.1)))
      index += 1
    }
    return options
  }

  private func trimmed(_ line: String) -> String {
    line.trimmingCharacters(in: .whitespaces)
  }

  private func error(_ sentence: String) -> CorpusError {
    CorpusError(.malformedUniverse, "line \(min(index, lines.count - 1) + 1) of \(name): \(sentence)")
  }
}
