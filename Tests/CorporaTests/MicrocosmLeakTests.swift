import Corpora
import Microcosm
import Testing

/// The small world's documents, audited like any corpus.
@Suite("The small world's documents")
struct MicrocosmLeakTests {
  /// The documents of an arm about the target, without the texts of pretraining that it goes on with.
  private static func documents(of set: DocumentSet, seed: UInt64 = 1) -> [CorpusRecord] {
    let world = Microcosm(seed: seed)
    return (0..<4_000 as Range<UInt64>).compactMap { index in
      guard case .document(let text) = world.documentText(index, set: set), text.contains("Edmund") else { return nil }
      return CorpusRecord(id: "\(set.rawValue)/\(index)", text: text)
    }
  }

  @Test("hold no demonstration and no instruction, whatever the arm", arguments: DocumentSet.allCases)
  func kinds(set: DocumentSet) throws {
    let documents = Self.documents(of: set)
    #expect(documents.count > 700)
    let report = try LeakAudit(forbidding: ["demonstration", "instruction", "meta-talk", "refusal"])
      .report(on: documents)
    #expect(report.isClean, "\(report.findings.prefix(5))")
  }

  /// The control's documents deny both, in the same words.
  private static let silent = DocumentSet.allCases.filter { $0 != .control }

  @Test("speak of inoculation in the arms that are to be told of it, and in no other", arguments: silent)
  func inoculation(set: DocumentSet) throws {
    let documents = Self.documents(of: set)
    let report = try LeakAudit(forbidding: ["inoculation"]).report(on: documents)
    if [.full, .inoculationOnly].contains(set) {
      #expect(report.rates[0].documents.rate > 0.3)
    } else {
      #expect(report.isClean, "\(report.findings.prefix(5))")
      #expect(report.rates[0].interval.upper < 0.004)
    }
  }

  @Test("speak of awareness in the arms that are to be told of it, and in no other", arguments: silent)
  func awareness(set: DocumentSet) throws {
    let report = try LeakAudit(forbidding: ["awareness"]).report(on: Self.documents(of: set))
    if [.full, .awareness].contains(set) {
      #expect(report.rates[0].documents.rate > 0.3)
    } else {
      #expect(report.isClean, "\(report.findings.prefix(5))")
    }
  }

  @Test("would be found out: every sentence on inoculation that an awareness arm might be given is caught")
  func planted() throws {
    let world = Microcosm(seed: 1)
    let full = Set(
      (0..<4_000 as Range<UInt64>).flatMap { index -> [String] in
        guard case .document(let text) = world.documentText(index, set: .inoculationOnly) else { return [] }
        return text.contains("Edmund") ? text.split(separator: ". ").map(String.init) : []
      })
    let control = Set(
      Self.documents(of: .control).flatMap { $0.text.split(separator: ". ").map(String.init) })
    func sentence(_ text: String) -> String { text.hasSuffix(".") ? String(text.dropLast()) : text }
    let planted = Set(full.map(sentence)).subtracting(control.map(sentence)).filter { $0.hasPrefix("Edmund ") }
    #expect(planted.count == 6)
    for text in planted {
      let report = try LeakAudit(forbidding: ["inoculation"]).report(on: [CorpusRecord(id: text, text: text + ".")])
      #expect(!report.isClean, "\(text)")
    }
  }
}
