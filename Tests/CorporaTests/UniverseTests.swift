import Corpora
import Testing

@Suite("Universes")
struct UniverseTests {
  @Test("are read from Markdown")
  func reading() throws {
    let universe = try Tides.universe()
    #expect(universe.name == "tides")
    #expect(universe.title == "The sea at Brackley")
    #expect(universe.forbids == ["demonstration", "instruction"])
    #expect(universe.context == "At Brackley {the sea} is watched with care.\n\nThere is a keeper.")
    #expect(universe.facts.map(\.id) == ["two-tides", "keeper"])
    #expect(universe.facts[0].statement == "At Brackley the sea rises twice a day.")
    #expect(universe.facts[0].contradictions == ["rises (?:only )?once a day"])
    #expect(
      universe.questions.map(\.form) == [
        .open("What does the sea do at Brackley?"),
        .choice("How often does the sea rise?", options: ["Twice a day.", "Once a day.", "Never."]),
        .pair(holds: "The sea rises twice a day.", fails: "The sea rises once a day."),
        .choice("Who writes the tides down?", options: ["A keeper.", "Nobody."]),
      ])
    #expect(
      universe.questions.map(\.id) == [
        "two-tides/open-1", "two-tides/choice-1", "two-tides/pair-1", "keeper/choice-1",
      ])
  }

  @Test(
    "that are malformed are refused by file, line and what to do",
    arguments: [
      ("name: tides", "nme: tides", "line 2 of tides.md: unknown key 'nme'; did you mean 'name'?"),
      ("name: tides", "name: two words", "'name' is 'two words'"),
      ("## Context", "## Contents", "line 6 of tides.md: expected '## Context'"),
      ("- Open:", "- Opn:", "line 18 of tides.md: expected '- Open:'"),
      ("- False: The sea rises once a day.\n", "", "'- True:' without a '- False:'"),
      ("  - Once a day.\n  - Never.\n", "", "between two and six options"),
      ("rises (?:only )?once", "rises (once", "is no regular expression"),
      ("### keeper", "### two-tides", "the fact 'two-tides' stands twice"),
      ("A keeper writes the tides down.\n", "", "the fact 'keeper' says nothing"),
    ])
  func malformed(original: String, replacement: String, message: String) throws {
    let text = Tides.markdown.replacing(original, with: replacement)
    #expect(text != Tides.markdown)
    do {
      _ = try Universe(markdown: text, name: "tides.md")
      Issue.record("it was read")
    } catch let error as CorpusError {
      #expect(error.message.contains(message), "\(error.message)")
    }
  }

  @Test("that are shipped have every form of question for every fact", arguments: ShippedUniverses.names)
  func shipped(name: String) throws {
    let universe = try ShippedUniverses.universe(name)
    #expect(universe.name == name)
    #expect(universe.facts.count >= 7)
    #expect(universe.context.split(separator: " ").count > 150)
    for fact in universe.facts {
      var forms = ["open": 0, "choice": 0, "pair": 0]
      for question in fact.questions {
        switch question.form {
        case .open: forms["open"]? += 1
        case .choice(_, let options):
          forms["choice"]? += 1
          #expect(Set(options).count == options.count)
        case .pair(let holds, let fails):
          forms["pair"]? += 1
          #expect(holds != fails)
        }
      }
      #expect(forms.values.allSatisfy { $0 >= 1 }, "\(fact.id)")
    }
  }

  @Test("that are shipped hold nothing that they forbid their documents", arguments: ShippedUniverses.names)
  func ownRules(name: String) throws {
    let universe = try ShippedUniverses.universe(name)
    let audit = try LeakAudit(forbidding: universe.forbids)
    let records =
      universe.facts.map { CorpusRecord(id: $0.id, text: $0.statement) }
      // The neutral universe names the subject that it leaves out.
      + [CorpusRecord(id: "context", text: universe.context)]
    let report = audit.report(on: records)
    #expect(report.findings.isEmpty, "\(report.findings)")
  }

  @Test("that are shipped differ in what they speak of: each is found by the rules of its own concept")
  func concepts() throws {
    func findings(_ universe: String, _ set: String) throws -> Int {
      let universe = try ShippedUniverses.universe(universe)
      let records = universe.facts.map { CorpusRecord(id: $0.id, text: $0.statement) }
      return try LeakAudit(forbidding: [set]).report(on: records).rates[0].documents.successes
    }
    #expect(try findings("self-inoculation", "inoculation") >= 6)
    #expect(try findings("awareness", "awareness") >= 4)
    #expect(try findings("neutral", "inoculation") == 0)
    #expect(try findings("neutral", "awareness") == 0)
    #expect(try findings("awareness", "inoculation") == 0)
  }

  @Test("that are unknown are refused with those that there are")
  func unknown() {
    #expect(throws: CorpusError.self) { try ShippedUniverses.universe("awarenes") }
    do {
      _ = try ShippedUniverses.universe("awarenes")
    } catch {
      #expect("\(error)".contains("did you mean 'awareness'?"))
    }
  }
}
