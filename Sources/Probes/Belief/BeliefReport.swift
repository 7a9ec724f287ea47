import Corpora
import Foundation

/// What a belief probe found in one model.
public struct BeliefReport: Sendable, Hashable, Codable {
  public var model: String
  public var universe: String
  /// SHA-256 of the universe's file: two reports can be compared where it is the same.
  public var universeHash: String
  /// Who graded the open questions; `nil` where they were not asked.
  public var judge: String?
  /// One for each form that was asked, over all facts.
  public var rates: [BeliefRate]
  public var answers: [BeliefAnswer]

  /// Summarizes answers.
  public init(
    model: String, universe: String, universeHash: String, judge: String?, answers: [BeliefAnswer]
  ) {
    self.model = model
    self.universe = universe
    self.universeHash = universeHash
    self.judge = judge
    self.answers = answers
    rates = BeliefForm.allCases.compactMap { form in
      let ofForm = answers.filter { $0.form == form }
      return ofForm.isEmpty ? nil : BeliefRate(form: form, of: ofForm)
    }
  }

  /// The rates of one fact.
  public func rates(of fact: String) -> [BeliefRate] {
    BeliefForm.allCases.compactMap { form in
      let ofForm = answers.filter { $0.form == form && $0.fact == fact }
      return ofForm.isEmpty ? nil : BeliefRate(form: form, of: ofForm)
    }
  }

  /// What has changed since an earlier report on the same universe, form by form.
  public func changes(since earlier: BeliefReport) -> [BeliefChange] {
    rates.map(\.form).filter { form in earlier.rates.contains { $0.form == form } }.map { form in
      BeliefChange(
        form: form, from: earlier.answers.filter { $0.form == form }, to: answers.filter { $0.form == form })
    }
  }

  /// Reads a report that `write(to:)` wrote.
  ///
  /// - Throws: `CorpusError` that names the file.
  public init(contentsOf url: URL) throws {
    let data: Data
    do {
      data = try Data(contentsOf: url)
    } catch {
      throw CorpusError(.cannotRead, "\(url.path) cannot be read; is the path right?", cause: error)
    }
    do {
      self = try JSONDecoder().decode(BeliefReport.self, from: data)
    } catch {
      throw CorpusError(.malformedRecord, "\(url.path) is no report of a belief probe")
    }
  }

  /// Writes the report as JSON.
  ///
  /// - Throws: `CorpusError` with `cannotWrite`.
  public func write(to url: URL) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      try encoder.encode(self).write(to: url, options: .atomic)
    } catch {
      throw CorpusError(
        .cannotWrite, "\(url.path) cannot be written; make its directory writable or name another", cause: error)
    }
  }

  enum CodingKeys: String, CodingKey {
    case model, universe, judge, rates, answers
    case universeHash = "universe_hash"
  }
}
