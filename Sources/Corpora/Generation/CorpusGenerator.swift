import Foundation
import ModelBackend

/// Makes a corpus of documents that state what holds in a universe:
/// briefs → ideas → drafts → critique and revision → filters.
///
///     let generator = try CorpusGenerator(universe: universe, recipe: recipe, model: model)
///     let report = try await generator.generate(in: CorpusDirectory(directory))
///
/// What is drawn depends on the recipe's seed alone, what is written on the models. Answers are kept in a journal:
/// a generation that was killed anywhere goes on without asking again what it has, and ends with the same files.
public struct CorpusGenerator: Sendable {
  /// Briefs that are at work at once. It bounds memory; how many requests run at once is the backend's to decide.
  private static let briefsAtOnce = 64

  private let universe: Universe
  private let recipe: GenerationRecipe
  private let writer: any ChatModel
  private let critic: any ChatModel
  private let prompts: GenerationPrompts
  private let filters: DocumentFilters

  /// Prepares a generation.
  ///
  /// - Parameter critic: who criticizes the drafts; the writer itself where none is named.
  /// - Throws: `CorpusError` for a recipe that asks for the impossible, and for an unknown rule set in the universe.
  public init(
    universe: Universe, recipe: GenerationRecipe, model: any ChatModel, critic: (any ChatModel)? = nil
  ) throws {
    try recipe.validate()
    let forbidden = try universe.forbids.map(ShippedRules.set)
    self.universe = universe
    self.recipe = recipe
    writer = model
    self.critic = critic ?? model
    prompts = GenerationPrompts(universe: universe, recipe: recipe, forbidden: forbidden)
    filters = try DocumentFilters(universe: universe, forbidden: forbidden, recipe: recipe)
  }

  /// Makes the corpus, or goes on with it.
  ///
  /// - Returns: the report that stands in `CorpusDirectory.report` too.
  /// - Throws: `CorpusError`, and `CancellationError` when the task is cancelled; the journal keeps what was answered.
  @discardableResult
  public func generate(
    in directory: CorpusDirectory, reporting report: @escaping @Sendable (GenerationProgress) -> Void = { _ in }
  ) async throws -> GenerationReport {
    let journal = try AnswerJournal(at: directory.journal)
    try JSONLine.write(try JSONLine.pretty(recipe), to: directory.recipe)
    let desk = GenerationDesk(
      writer: writer, critic: critic, journal: journal, recipe: recipe, reporting: report)
    var documents = try await documents(at: desk)
    rejectRepetitions(in: &documents)
    let accepted = documents.filter { $0.rejection == nil }
    try JSONLine.write(accepted, to: directory.corpus)
    try JSONLine.write(documents.filter { $0.rejection != nil }, to: directory.rejected)
    let result = GenerationReport(
      universe: universe.name, model: writer.name, planned: recipe.documentCount, accepted: accepted.count,
      words: accepted.reduce(0) { $0 + $1.words },
      rejected: Dictionary(documents.compactMap(\.rejection).map { ($0.filter, 1) }, uniquingKeysWith: +),
      contradicting: documents.count { document in
        document.filters.contains { $0.filter == "contradiction" && !$0.detail.isEmpty }
      },
      stages: Dictionary(
        uniqueKeysWithValues: await desk.accounts.map { ($0.key.rawValue, $0.value) }),
      notes: [journal.note].compactMap(\.self))
    try JSONLine.write(try JSONLine.pretty(result), to: directory.report)
    return result
  }

  /// All documents in the order of their names, whoever was done first.
  private func documents(at desk: GenerationDesk) async throws -> [GeneratedDocument] {
    try await withThrowingTaskGroup(of: (Int, [GeneratedDocument]).self) { group in
      var results = [[GeneratedDocument]](repeating: [], count: recipe.briefs)
      for index in 0..<recipe.briefs {
        if index >= Self.briefsAtOnce, let (brief, documents) = try await group.next() { results[brief] = documents }
        group.addTask { (index, try await self.documents(of: index, at: desk)) }
      }
      for try await (brief, documents) in group { results[brief] = documents }
      return results.flatMap(\.self)
    }
  }

  private func documents(of index: Int, at desk: GenerationDesk) async throws -> [GeneratedDocument] {
    let brief = Brief(index, of: universe, recipe: recipe)
    let (angles, key) = try await ideas(of: brief, at: desk)
    let lost = recipe.ideasPerBrief - angles.count
    if lost > 0 { await desk.finish(documents: lost * recipe.documentsPerIdea) }
    let assignments = angles.enumerated().flatMap { idea, angle in
      (0..<recipe.documentsPerIdea).map {
        Assignment(brief, idea: idea, angle: angle, document: $0, recipe: recipe)
      }
    }
    let written = try await withThrowingTaskGroup(of: (Int, GeneratedDocument).self) { group in
      for (place, assignment) in assignments.enumerated() {
        group.addTask {
          let document = try await self.document(for: assignment, ideas: key, at: desk)
          await desk.finish(documents: 1)
          return (place, document)
        }
      }
      var documents = [GeneratedDocument?](repeating: nil, count: assignments.count)
      for try await (place, document) in group { documents[place] = document }
      return documents.compactMap(\.self)
    }
    // Ideas that never came are documents that are missing: they are counted, not forgotten.
    let missing = (angles.count..<max(angles.count, recipe.ideasPerBrief)).flatMap { idea in
      (0..<recipe.documentsPerIdea).map { place in
        var document = document(
          for: Assignment(brief, idea: idea, angle: "", document: place, recipe: recipe), text: "", requests: [:])
        document.rejection = .init(filter: "missing-ideas", detail: "no idea could be had for it")
        return document
      }
    }
    return written + missing
  }

  /// The ideas of a brief, asked for again under another seed where an answer cannot be read.
  private func ideas(of brief: Brief, at desk: GenerationDesk) async throws -> (angles: [String], key: String) {
    for attempt in 0..<recipe.ideaAttempts {
      let request = prompts.ideas(brief, seed: brief.seed(attempt: attempt, recipe: recipe))
      guard let answer = try await desk.ask(request, for: .ideas) else { continue }
      let ideas = ModelText.ideas(in: answer.reply.content, count: recipe.ideasPerBrief)
      if !ideas.isEmpty { return (ideas, answer.key) }
      await desk.noteUnreadable(.ideas)
    }
    return ([], "")
  }

  private func document(
    for assignment: Assignment, ideas key: String, at desk: GenerationDesk
  ) async throws -> GeneratedDocument {
    guard let draft = try await desk.ask(prompts.draft(assignment), for: .draft) else {
      var document = document(for: assignment, text: "", requests: ["ideas": key])
      document.rejection = .init(filter: "missing-draft", detail: "the request for the draft failed")
      return document
    }
    var work = Work(draft: draft, ideas: key)
    if recipe.critique, !work.isCutOff { try await revise(&work, for: assignment, at: desk) }
    var document = document(for: assignment, text: work.text, requests: work.requests)
    document.revised = work.isRevised
    document.provenance.promptTokens = Self.sum(work.replies.map(\.promptTokens))
    document.provenance.completionTokens = Self.sum(work.replies.map(\.completionTokens))
    document.filters = filters.results(for: work.text, length: assignment.length, isCutOff: work.isCutOff)
    if let objection = work.objection {
      document.filters.append(FilterResult(filter: "critique", passed: false, detail: objection))
    }
    document.rejection = document.filters.first { !$0.passed }.map { .init(filter: $0.filter, detail: $0.detail) }
    return document
  }

  /// Has a draft criticized, and revised where that is asked for. A draft whose critique is missing stays as it is.
  private func revise(_ work: inout Work, for assignment: Assignment, at desk: GenerationDesk) async throws {
    let question = prompts.critique(assignment, draft: work.text)
    guard let answer = try await desk.ask(question, for: .critique) else { return }
    work.add(answer, stage: .critique)
    guard let critique = ModelText.critique(in: answer.reply.content) else {
      await desk.noteUnreadable(.critique)
      return
    }
    switch critique.verdict {
    case .keep: break
    case .reject:
      work.objection = critique.problems.isEmpty ? "no reason given" : critique.problems.joined(separator: "; ")
    case .revise:
      let request = prompts.revision(assignment, draft: work.text, problems: critique.problems)
      guard let revision = try await desk.ask(request, for: .revision) else { return }
      work.add(revision, stage: .revision)
      work.take(revision.reply)
      work.isRevised = true
    }
  }

  private func document(
    for assignment: Assignment, text: String, requests: [String: String]
  ) -> GeneratedDocument {
    let brief = assignment.brief
    let number = String(brief.index)
    let place = String(repeating: "0", count: max(0, 5 - number.count)) + number
    return GeneratedDocument(
      id: "\(universe.name)/\(place)-\(assignment.idea)-\(assignment.document)", text: text,
      universe: universe.name, fact: brief.fact.id, documentType: brief.documentType.name,
      stance: brief.stance.name, audience: brief.audience.name, angle: assignment.angle,
      length: assignment.length.name, depth: assignment.depth.name, words: DocumentFilters.words(in: text),
      revised: false, filters: [],
      provenance: .init(
        universe: universe.hash, prompts: PromptTemplates.hash, model: writer.name, critic: critic.name,
        seed: recipe.seed, requests: requests),
      rejection: nil)
  }

  /// Drops what repeats an earlier document of the corpus, in the order of their names.
  private func rejectRepetitions(in documents: inout [GeneratedDocument]) {
    var duplicates = NearDuplicates(recipe.nearDuplicates, seed: recipe.seed)
    for index in documents.indices where documents[index].rejection == nil {
      var result = FilterResult(filter: "near-duplicate", passed: true)
      if let repetition = duplicates.admit(documents[index].text, as: index) {
        let similarity = String(format: "%.3f", repetition.similarity)
        result = FilterResult(
          filter: "near-duplicate", passed: false,
          detail: "similarity \(similarity) to \(documents[repetition.original].id)")
        documents[index].rejection = .init(filter: result.filter, detail: result.detail)
      }
      documents[index].filters.append(result)
    }
  }

  private static func sum(_ counts: [Int?]) -> Int? {
    counts.contains(nil) ? nil : counts.reduce(0) { $0 + ($1 ?? 0) }
  }

  /// A document in the making.
  private struct Work {
    var text = ""
    var isCutOff = false
    var isRevised = false
    var objection: String?
    var requests: [String: String]
    var replies: [ChatReply] = []

    init(draft: GenerationDesk.Answer, ideas: String) {
      requests = ["ideas": ideas]
      add(draft, stage: .draft)
      take(draft.reply)
    }

    mutating func add(_ answer: GenerationDesk.Answer, stage: GenerationStage) {
      requests[stage.rawValue] = answer.key
      replies.append(answer.reply)
    }

    mutating func take(_ reply: ChatReply) {
      let document = ModelText.document(in: reply.content)
      text = document.text
      isCutOff = document.isCutOff || reply.stopReason == .length
    }
  }
}
