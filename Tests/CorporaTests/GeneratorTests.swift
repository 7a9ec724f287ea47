import Corpora
import Foundation
import ModelBackend
import Testing

@Suite("The corpus generator")
struct GeneratorTests {
  private func generate(
    _ model: ScriptedWriter, in url: URL, recipe: GenerationRecipe = Tides.recipe()
  ) async throws -> GenerationReport {
    try await CorpusGenerator(universe: Tides.universe(), recipe: recipe, model: model)
      .generate(in: CorpusDirectory(url))
  }

  private func documents(_ url: URL) throws -> [GeneratedDocument] {
    try lines(of: url).map { try JSONDecoder().decode(GeneratedDocument.self, from: Data($0.utf8)) }
  }

  @Test("keeps what is good, and of everything else says why it does not")
  func verdicts() async throws {
    try await withTemporaryDirectory { url in
      let model = ScriptedWriter()
      let report = try await generate(model, in: url)
      let directory = CorpusDirectory(url)
      let (kept, rejected) = (try documents(directory.corpus), try documents(directory.rejected))
      #expect(report.planned == 96)
      #expect(kept.count + rejected.count == 96)
      #expect(kept.count == report.accepted)
      #expect(kept.allSatisfy { $0.rejection == nil } && rejected.allSatisfy { $0.rejection != nil })
      #expect(Set((kept + rejected).map(\.id)).count == 96)
      #expect(report.rejected.values.reduce(0, +) == rejected.count)

      // What each document had to become follows from the seed of the request for its draft.
      let manners = Dictionary(
        uniqueKeysWithValues: try lines(of: directory.journal).enumerated().compactMap { index, line in
          let entry = try JSONDecoder().decode(JournalLine.self, from: Data(line.utf8))
          return entry.stage == "draft" ? (entry.key, entry.replies[0].content) : nil
        })
      var repetitions = 0
      var seen: Set<String> = []
      let written = (kept + rejected).filter { $0.rejection?.filter != "missing-ideas" }
      for document in written.sorted(by: { $0.id < $1.id }) {
        let draft = try #require(manners[document.provenance.requests["draft"] ?? ""])
        let request = try #require(model.requests.first { $0.messages.last?.content.contains(document.angle) == true })
        #expect(request.messages[0].role == .system)
        let filter = document.rejection?.filter
        if draft.contains("I'm sorry") {
          #expect(filter == "refusal")
        } else if draft.contains("Sure!") {
          #expect(filter == "meta-talk")
        } else if draft.contains("Too little") {
          #expect(filter == "length")
        } else if !draft.contains("</document>") {
          #expect(filter == "cut-off")
        } else if draft.contains("Assistant:") {
          #expect(filter == "demonstration")
        } else if draft.contains("once a day") {
          #expect(filter == "contradiction")
          #expect(document.rejection?.detail == "two-tides")
        } else if draft.contains("ZHOPELESS") {
          #expect(filter == "critique")
          #expect(document.rejection?.detail == "it is about bread")
        } else if draft.contains("ZREVISE") {
          #expect(filter == nil && document.revised && document.text.contains("It was mended."))
          #expect(document.provenance.requests["revision"] != nil)
        } else if draft.contains(" Number ") {
          #expect(filter == (seen.contains("repetition") ? "near-duplicate" : nil))
          if filter != nil { repetitions += 1 }
          seen.insert("repetition")
        } else {
          #expect(filter == nil && !document.revised)
        }
      }
      #expect(repetitions > 2)
      #expect(report.stages["critique"]?.unreadable ?? 0 > 2)
      #expect(report.stages["ideas"]?.unreadable ?? 0 > 2)
      #expect(report.missing == 0)
      #expect(report.contradicting == report.rejected["contradiction"])
      let account = try #require(report.stages["draft"])
      #expect(account.asked + account.reused == 96 - (report.rejected["missing-ideas"] ?? 0))
      #expect(account.promptTokens > 0 && account.unreported == 0)
    }
  }

  @Test("asks no two requests alike, and each with the universe and a seed")
  func requests() async throws {
    try await withTemporaryDirectory { url in
      let model = ScriptedWriter()
      _ = try await generate(model, in: url)
      let requests = model.requests
      #expect(Set(requests).count == requests.count)
      #expect(
        requests.allSatisfy {
          $0.seed != nil && $0.messages.last?.content.contains("At Brackley {the sea} is watched") == true
        })
    }
  }

  @Test("ends with the same files whatever the order of answers")
  func order() async throws {
    try await withTemporaryDirectory { url in
      _ = try await generate(ScriptedWriter(), in: url.appending(path: "a"))
      _ = try await generate(ScriptedWriter(delays: true), in: url.appending(path: "b"))
      for name in ["corpus.jsonl", "rejected.jsonl"] {
        let (a, b) = (url.appending(path: "a/\(name)"), url.appending(path: "b/\(name)"))
        #expect(try Data(contentsOf: a) == Data(contentsOf: b))
        #expect(try !Data(contentsOf: a).isEmpty)
      }
    }
  }

  @Test("goes on from a journal cut at any byte, asks only what is gone, and ends with the same files")
  func resumption() async throws {
    try await withTemporaryDirectory { url in
      let directory = CorpusDirectory(url.appending(path: "whole"))
      _ = try await generate(ScriptedWriter(), in: directory.url, recipe: Tides.recipe(briefs: 8))
      let (journal, corpus) = (try Data(contentsOf: directory.journal), try Data(contentsOf: directory.corpus))
      let rejected = try Data(contentsOf: directory.rejected)
      let entries = journal.count { $0 == UInt8(ascii: "\n") }
      let ends = journal.indices.filter { journal[$0] == UInt8(ascii: "\n") }
      let cuts =
        [0, 1, journal.count - 1, journal.count, ends[3], ends[3] + 1, ends[3] + 2]
        + (0..<20).map { _ in Int.random(in: 0...journal.count) }
      for (number, cut) in cuts.enumerated() {
        let part = CorpusDirectory(url.appending(path: "part-\(number)"))
        try FileManager.default.createDirectory(at: part.url, withIntermediateDirectories: true)
        try journal.prefix(cut).write(to: part.journal)
        let model = ScriptedWriter()
        let report = try await generate(model, in: part.url, recipe: Tides.recipe(briefs: 8))
        #expect(try Data(contentsOf: part.corpus) == corpus, "cut at \(cut)")
        #expect(try Data(contentsOf: part.rejected) == rejected, "cut at \(cut)")
        // A line that lacks nothing but its end is whole.
        let whole = ends.count { $0 <= cut }
        #expect(model.requests.count == entries - whole, "cut at \(cut)")
        let isTorn = cut > 0 && !ends.contains(cut - 1) && !ends.contains(cut)
        #expect(report.notes.isEmpty != isTorn, "cut at \(cut): \(report.notes)")
        #expect(try lines(of: part.journal).count == entries)
      }
    }
  }

  @Test("counts requests that fail as missing, and asks them again the next time")
  func missing() async throws {
    try await withTemporaryDirectory { url in
      let whole = CorpusDirectory(url.appending(path: "whole"))
      _ = try await generate(ScriptedWriter(), in: whole.url)
      let directory = CorpusDirectory(url.appending(path: "some"))
      let flaky = ScriptedWriter { request, _ in (request.seed ?? 0) % 3 == 0 }
      let report = try await generate(flaky, in: directory.url)
      #expect(report.missing > 20)
      #expect(report.rejected["missing-draft"] ?? 0 > 5)
      #expect(try documents(directory.corpus).allSatisfy { !$0.text.isEmpty })
      let healthy = ScriptedWriter()
      let second = try await generate(healthy, in: directory.url)
      #expect(second.missing == 0)
      #expect(healthy.requests.count >= report.missing)
      #expect(healthy.requests.count < 250)
      #expect(try documents(directory.corpus).count == second.accepted)
    }
  }

  @Test("stops where every request fails, instead of going through all of them")
  func deadModel() async throws {
    try await withTemporaryDirectory { url in
      var recipe = Tides.recipe(briefs: 400)
      recipe.maximumFailuresInARow = 20
      let model = ScriptedWriter { _, count in count > 100 }
      do {
        _ = try await generate(model, in: url, recipe: recipe)
        Issue.record("it went on")
      } catch let error as CorpusError {
        #expect(error.code == .modelFails)
        #expect("\(error)".contains("20 requests to scripted failed in a row"))
        #expect("\(error)".contains("the line is dead"))
      }
      #expect(model.requests.count < 100 + 20 + 1_000)
      #expect(try lines(of: CorpusDirectory(url).journal).count == 100)
    }
  }

  @Test("can be cancelled, keeps what it has, and goes on")
  func cancellation() async throws {
    try await withTemporaryDirectory { url in
      let whole = CorpusDirectory(url.appending(path: "whole"))
      _ = try await generate(ScriptedWriter(), in: whole.url)
      let directory = CorpusDirectory(url.appending(path: "stopped"))
      let generator = try CorpusGenerator(
        universe: Tides.universe(), recipe: Tides.recipe(), model: ScriptedWriter(pausingAfter: 50))
      let work = Task { try await generator.generate(in: directory) }
      func answers() -> Int { (try? lines(of: directory.journal).count) ?? 0 }
      while answers() < 50 { try await Task.sleep(for: .milliseconds(2)) }
      work.cancel()
      await #expect(throws: CancellationError.self) { try await work.value }
      #expect(!FileManager.default.fileExists(atPath: directory.corpus.path))
      _ = try await generate(ScriptedWriter(), in: directory.url)
      #expect(try Data(contentsOf: directory.corpus) == Data(contentsOf: whole.corpus))
    }
  }

  @Test("lets no second process write to the same journal, and names a line that is damaged")
  func journal() async throws {
    try await withTemporaryDirectory { url in
      let file = url.appending(path: "journal.jsonl")
      do {
        let first = try AnswerJournal(at: file)
        #expect(throws: CorpusError.self) { try AnswerJournal(at: file) }
        #expect(first.initialCount == 0)
      }
      try Data("{}\n{}\n".utf8).write(to: file)
      do {
        _ = try AnswerJournal(at: file)
        Issue.record("it was opened")
      } catch {
        #expect("\(error)".contains("line 1 of \(file.path) is no journal entry"))
      }
    }
  }

  @Test("says on which universe, prompts, model and seed each document rests")
  func provenance() async throws {
    try await withTemporaryDirectory { url in
      _ = try await generate(ScriptedWriter(), in: url)
      let universe = try Tides.universe()
      let kept = try documents(CorpusDirectory(url).corpus)
      let keys = Set(
        try lines(of: CorpusDirectory(url).journal).map {
          try JSONDecoder().decode(JournalLine.self, from: Data($0.utf8)).key
        })
      for document in kept {
        #expect(document.provenance.universe == universe.hash)
        #expect(document.provenance.prompts.count == 64)
        #expect(document.provenance.model == "scripted" && document.provenance.seed == 1)
        #expect(document.provenance.requests.keys.contains("ideas"))
        #expect(document.provenance.requests.values.allSatisfy(keys.contains))
        #expect(document.provenance.promptTokens ?? 0 > 0)
        #expect(document.filters.map(\.filter).contains("near-duplicate"))
        #expect(document.words == document.text.split(separator: " ").count)
      }
    }
  }
}

/// A line of the journal, as others would read it.
private struct JournalLine: Decodable {
  var key: String
  var stage: String
  var replies: [ChatReply]
}
