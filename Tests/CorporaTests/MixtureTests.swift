import Corpora
import Foundation
import Testing

@Suite("Mixtures")
struct MixtureTests {
  /// Documents that name themselves; of the base some have other fields, in an order of their own.
  private func write(_ name: String, count: Int, bytes: Int, in directory: URL) throws -> URL {
    let url = directory.appending(path: "\(name).jsonl")
    let lines = (0..<count).map { index in
      let text = "\(name) \(index) " + String(repeating: "x", count: bytes - "\(name) \(index) ".utf8.count)
      return "{\"z\": \(index), \"text\": \"\(text)\"}\n"
    }
    try Data(lines.joined().utf8).write(to: url)
    return url
  }

  @Test("hold all of the corpus and of the base what the share asks for, line by line as they were")
  func share() async throws {
    try await withTemporaryDirectory { directory in
      let corpus = try write("own", count: 50, bytes: 80, in: directory)
      let base = try write("base", count: 2_000, bytes: 40, in: directory)
      let output = directory.appending(path: "mixed.jsonl")
      let report = try CorpusMixture(share: 0.1, by: .documents, seed: 3).mix(corpus, into: base, at: output)
      #expect(report.corpus.documents == 50 && report.base.documents == 450)
      #expect(report.documentShare == 0.1)
      #expect(report.corpus.tokens == 50 * 20 && report.base.tokens == 450 * 10)
      #expect(report.tokenShare == 1_000.0 / 5_500)
      let mixed = try lines(of: output)
      #expect(mixed.count == 500)
      let (own, others) = (mixed.filter { $0.contains("own") }, mixed.filter { $0.contains("base") })
      #expect(others == Array(try lines(of: base).prefix(450)))
      #expect(own.sorted() == (try lines(of: corpus)).sorted())
      #expect(own != (try lines(of: corpus)))
    }
  }

  @Test("come as near to a share of tokens as whole documents allow", arguments: [0.01, 0.05, 0.18, 0.5, 0.9, 1])
  func tokens(share: Double) async throws {
    try await withTemporaryDirectory { directory in
      let corpus = try write("own", count: 40, bytes: 60, in: directory)
      let base = try write("base", count: 6_000, bytes: 44, in: directory)
      let report = try CorpusMixture(share: share).mix(corpus, into: base, at: directory.appending(path: "m"))
      func reached(_ base: Int) -> Double { 600 / Double(600 + 11 * base) }
      #expect(report.corpus.tokens == 600 && report.base.tokens == 11 * report.base.documents)
      #expect(report.tokenShare == reached(report.base.documents))
      let wanted = 600 * (1 - share) / share
      #expect(abs(Double(report.base.tokens) - wanted) <= 5.5)
    }
  }

  @Test("are shuffled evenly, and the same for the same seed")
  func interleaving() async throws {
    try await withTemporaryDirectory { directory in
      let corpus = try write("own", count: 20, bytes: 40, in: directory)
      let base = try write("base", count: 180, bytes: 40, in: directory)
      var counts = [Int](repeating: 0, count: 200)
      var first: Data?
      for seed in 0..<100 as Range<UInt64> {
        let output = directory.appending(path: "mixed.jsonl")
        _ = try CorpusMixture(share: 0.1, by: .documents, seed: seed).mix(corpus, into: base, at: output)
        if seed == 0 { first = try Data(contentsOf: output) }
        for (place, line) in try lines(of: output).enumerated() where line.contains("own") { counts[place] += 1 }
      }
      // 100 draws of one in ten: 10 at each place, and 500 in each quarter, with a standard deviation of 18.
      for quarter in 0..<4 {
        let sum = counts[quarter * 50..<(quarter + 1) * 50].reduce(0, +)
        #expect(abs(sum - 500) < 80)
      }
      #expect(counts.allSatisfy { $0 < 30 })
      let again = directory.appending(path: "again.jsonl")
      _ = try CorpusMixture(share: 0.1, by: .documents, seed: 0).mix(corpus, into: base, at: again)
      #expect(try Data(contentsOf: again) == first)
    }
  }

  @Test("say what share can be reached where the base is too short, and leave no file")
  func tooShort() async throws {
    try await withTemporaryDirectory { directory in
      let corpus = try write("own", count: 10, bytes: 40, in: directory)
      let base = try write("base", count: 30, bytes: 40, in: directory)
      let output = directory.appending(path: "mixed.jsonl")
      do {
        _ = try CorpusMixture(share: 0.1).mix(corpus, into: base, at: output)
        Issue.record("it was mixed")
      } catch {
        #expect("\(error)".contains("a share of at least 0.25"), "\(error)")
      }
      #expect(Set(try FileManager.default.contentsOfDirectory(atPath: directory.path)) == ["own.jsonl", "base.jsonl"])
    }
  }

  @Test("name the line that is no document")
  func malformed() async throws {
    try await withTemporaryDirectory { directory in
      let corpus = directory.appending(path: "own.jsonl")
      try Data("{\"text\": \"a\"}\n\n{\"text\": 3}\n".utf8).write(to: corpus)
      do {
        _ = try CorpusMixture(share: 1).mix(corpus, into: corpus, at: directory.appending(path: "m"))
        Issue.record("it was mixed")
      } catch {
        #expect("\(error)".contains("line 3 of \(corpus.path) is no document"), "\(error)")
      }
    }
  }
}
