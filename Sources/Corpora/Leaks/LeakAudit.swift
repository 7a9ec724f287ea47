import Foundation
import Statistics

/// Shows that a corpus does not hold what it may not hold, or where it does.
///
/// Every document is read by the rules. A judge, where there is one, reads all of them too, or a sample.
///
///     let report = try await LeakAudit(forbidding: ["inoculation", "demonstration"]).report(on: file)
///     report.isClean
public struct LeakAudit: Sendable {
  /// Documents that a judge is asked about at once. It bounds memory; the backend bounds its requests.
  private static let documentsAtOnce = 256

  private let matchers: [RuleMatcher]
  private let judge: LeakJudge?
  private let sample: Int?
  private let seed: UInt64

  /// Prepares an audit.
  ///
  /// - Parameters:
  ///   - sample: how many documents the judge reads, drawn from `seed`; all where it is `nil`.
  public init(_ sets: [TextRuleSet], judge: LeakJudge? = nil, sample: Int? = nil, seed: UInt64 = 1) throws {
    matchers = try sets.map { try RuleMatcher($0) }
    self.judge = judge
    self.sample = sample
    self.seed = seed
  }

  /// Prepares an audit by the rules of shipped sets, or of files.
  public init(forbidding names: [String]) throws {
    try self.init(try names.map(ShippedRules.set))
  }

  /// Audits a JSONL file, which is read line by line.
  ///
  /// - Throws: `CorpusError` that names the file and the line, or the journal's where the judge has one.
  public func report(on file: URL) async throws -> LeakReport {
    var findings: [LeakFinding] = []
    var hits = [Int](repeating: 0, count: matchers.count)
    var count = 0
    try CorpusRecord.forEach(in: file) { record in
      count += 1
      note(record, in: &findings, &hits)
    }
    var rates = ruleRates(hits, of: count)
    if let judge {
      let chosen = chosenPlaces(among: count)
      var place = 0
      var batch: [CorpusRecord] = []
      var judging = Judging(matchers)
      var reader = try LineReader(file)
      while let line = try reader.next() {
        guard !line.isBlank else { continue }
        if chosen?.contains(place) ?? true { batch.append(try CorpusRecord(line, in: file)) }
        place += 1
        if batch.count == Self.documentsAtOnce {
          judging.add(try await self.findings(in: batch, by: judge))
          batch = []
        }
      }
      judging.add(try await self.findings(in: batch, by: judge))
      findings += judging.findings
      rates += judging.rates
    }
    return report(documents: count, findings: findings, rates: rates)
  }

  /// Audits records that are at hand, by the rules alone.
  public func report(on records: some Sequence<CorpusRecord>) -> LeakReport {
    var findings: [LeakFinding] = []
    var hits = [Int](repeating: 0, count: matchers.count)
    var count = 0
    for record in records {
      count += 1
      note(record, in: &findings, &hits)
    }
    return report(documents: count, findings: findings, rates: ruleRates(hits, of: count))
  }

  private func note(_ record: CorpusRecord, in findings: inout [LeakFinding], _ hits: inout [Int]) {
    for (index, matcher) in matchers.enumerated() {
      var matches = matcher.matches(in: record.text)
      if record.isConversation, matcher.set.name == "demonstration" {
        matches.append(.init(rule: "messages", excerpt: "the record is a list of messages"))
      }
      if !matches.isEmpty { hits[index] += 1 }
      findings += matches.map {
        LeakFinding(
          document: record.id, set: matcher.set.name, source: .rule, rule: $0.rule, excerpt: $0.excerpt)
      }
    }
  }

  private func ruleRates(_ hits: [Int], of count: Int) -> [LeakRate] {
    zip(matchers, hits).map {
      LeakRate(set: $0.set.name, source: .rule, documents: Proportion(successes: $1, trials: count))
    }
  }

  private func report(documents: Int, findings: [LeakFinding], rates: [LeakRate]) -> LeakReport {
    LeakReport(
      documents: documents, rules: matchers.map { "\($0.set.name)/\($0.set.version)" }, judge: judge?.name,
      findings: findings, rates: rates)
  }

  /// The places that the judge reads; `nil` for all.
  private func chosenPlaces(among count: Int) -> Set<Int>? {
    guard let sample, sample < count else { return nil }
    var generator = SeededGenerator(seed: seed, path: Stream.judging.rawValue)
    return Set((0..<count).shuffled(using: &generator).prefix(sample))
  }

  /// What the judge says of each record, `[record][set]`.
  private func findings(
    in records: [CorpusRecord], by judge: LeakJudge
  ) async throws -> [(record: CorpusRecord, findings: [LeakJudge.Finding])] {
    try await withThrowingTaskGroup(of: (Int, Int, LeakJudge.Finding).self) { group in
      for (place, record) in records.enumerated() {
        for (index, matcher) in matchers.enumerated() {
          group.addTask { (place, index, try await judge.finding(in: record.text, by: matcher.set)) }
        }
      }
      var results = records.map {
        ($0, [LeakJudge.Finding](repeating: .missing(reason: ""), count: matchers.count))
      }
      for try await (place, index, finding) in group { results[place].1[index] = finding }
      return results
    }
  }

  /// The judge's findings as they come in.
  private struct Judging {
    private let sets: [TextRuleSet]
    private var counts: [Proportion]
    private var missing: [Int]
    private(set) var findings: [LeakFinding] = []

    init(_ matchers: [RuleMatcher]) {
      sets = matchers.map(\.set)
      counts = matchers.map { _ in Proportion() }
      missing = matchers.map { _ in 0 }
    }

    var rates: [LeakRate] {
      sets.indices.map {
        LeakRate(set: sets[$0].name, source: .judge, documents: counts[$0], missing: missing[$0])
      }
    }

    mutating func add(_ results: [(record: CorpusRecord, findings: [LeakJudge.Finding])]) {
      for (record, verdicts) in results {
        for (index, verdict) in verdicts.enumerated() {
          switch verdict {
          case .clean: counts[index].record(false)
          case .missing: missing[index] += 1
          case .leak(let quote):
            counts[index].record(true)
            findings.append(
              LeakFinding(document: record.id, set: sets[index].name, source: .judge, rule: "", excerpt: quote))
          }
        }
      }
    }
  }
}
