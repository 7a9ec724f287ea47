import Foundation
import Statistics

/// Mixes a corpus into a base corpus so that it makes up a given share.
///
/// All documents of the corpus are taken, in an order drawn from the seed, and of the base as many as the share asks
/// for, from its beginning and in its own order, which for most published corpora is random already. At every place
/// the next document comes from either side with the probability that is its share of what is left, which makes all
/// interleavings equally likely. Both files are read line by line, and lines are written as they are.
public struct CorpusMixture: Sendable, Hashable {
  /// What a share is a share of.
  public enum Unit: String, Sendable, Hashable, Codable, CaseIterable {
    case tokens
    case documents
  }

  /// What the corpus is to make up of the mixture, above 0 and at most 1.
  public var share: Double
  public var unit: Unit
  public var seed: UInt64

  /// Creates a mixture.
  public init(share: Double, by unit: Unit = .tokens, seed: UInt64 = 1) {
    self.share = share
    self.unit = unit
    self.seed = seed
  }

  /// Mixes two JSONL files into a third, which is whole or absent.
  ///
  /// The share is met as nearly as whole documents allow; the report says what it came to.
  ///
  /// - Throws: `CorpusError`: `tooLittleText` where the base has too little for the share, `malformedRecord` with the
  ///   line, `cannotRead`, `cannotWrite`.
  public func mix(
    _ corpus: URL, into base: URL, at output: URL, counter: TokenCounter = .estimate
  ) throws -> MixtureReport {
    guard share > 0, share <= 1 else {
      throw CorpusError(.malformedSettings, "a share lies above 0 and is at most 1; \(share) does not")
    }
    let lines = try Lines(of: corpus, counter: counter)
    guard !lines.all.isEmpty else { throw CorpusError(.tooLittleText, "\(corpus.path) holds no document") }
    var report = MixtureReport(counter: counter.name, seed: seed)
    report.corpus = lines.total
    report.base = try portion(of: base, beside: lines.total, counter: counter)
    try write(lines, and: report.base.documents, of: base, to: output)
    return report
  }

  /// How much of the base the share asks for.
  private func portion(
    of base: URL, beside corpus: MixtureReport.Part, counter: TokenCounter
  ) throws -> MixtureReport.Part {
    let own = Double(unit == .tokens ? corpus.tokens : corpus.documents)
    let wanted = own * (1 - share) / share
    var part = MixtureReport.Part()
    guard wanted > 0 else { return part }
    func amount(_ part: MixtureReport.Part) -> Double { Double(unit == .tokens ? part.tokens : part.documents) }
    var reader = try LineReader(base)
    while let line = try reader.next() {
      guard !line.isBlank else { continue }
      var next = part
      next.documents += 1
      next.tokens += counter.count(try CorpusRecord(line, in: base).text)
      if amount(next) >= wanted {
        // Whichever is nearer, with this document or without it.
        return amount(next) - wanted <= wanted - amount(part) ? next : part
      }
      part = next
    }
    // Within half a document of the mark is as near as any choice could come.
    if unit == .documents, wanted - amount(part) <= 0.5 { return part }
    let reachable = own / (own + amount(part))
    throw CorpusError(
      .tooLittleText,
      "\(base.path) has \(Int(amount(part))) \(unit.rawValue), and a share of \(share) needs \(Int(wanted.rounded(.up)));"
        + " give a longer base, or a share of at least \(reachable)")
  }

  private func write(_ lines: Lines, and count: Int, of base: URL, to output: URL) throws {
    var writer = try LineWriter(output)
    do {
      try write(lines, and: count, of: base, to: &writer)
      try writer.finish()
    } catch {
      writer.discard()
      throw error
    }
  }

  private func write(_ lines: Lines, and count: Int, of base: URL, to writer: inout LineWriter) throws {
    var generator = SeededGenerator(seed: seed, path: Stream.interleaving.rawValue)
    var order = SeededGenerator(seed: seed, path: Stream.order.rawValue)
    var own = lines.all.shuffled(using: &order)[...]
    var left = count
    var reader = try LineReader(base)
    while !own.isEmpty || left > 0 {
      if generator.nextUnit() * Double(own.count + left) < Double(own.count), let line = own.popFirst() {
        try writer.write(try lines.bytes(of: line))
      } else {
        guard let line = try reader.next() else {
          throw CorpusError(.cannotRead, "\(base.path) has become shorter while it was read")
        }
        guard !line.isBlank else { continue }
        try writer.write(line.bytes)
        left -= 1
      }
    }
  }

  /// Where the lines of the smaller file stand: they are read in another order than they were written.
  private struct Lines {
    struct Place {
      var offset: UInt64
      var count: Int
    }

    var all: [Place] = []
    var total = MixtureReport.Part()
    private let url: URL
    private let handle: FileHandle

    init(of url: URL, counter: TokenCounter) throws {
      self.url = url
      var (all, total) = (all, total)
      try CorpusRecord.forEachLine(in: url) { record, line in
        all.append(Place(offset: line.offset, count: line.bytes.count))
        total.documents += 1
        total.tokens += counter.count(record.text)
      }
      (self.all, self.total) = (all, total)
      do {
        handle = try FileHandle(forReadingFrom: url)
      } catch {
        throw CorpusError(.cannotRead, "\(url.path) cannot be read", cause: error)
      }
    }

    func bytes(of place: Place) throws -> Data {
      do {
        try handle.seek(toOffset: place.offset)
        return try handle.read(upToCount: place.count) ?? Data()
      } catch {
        throw CorpusError(.cannotRead, "\(url.path) cannot be read", cause: error)
      }
    }
  }
}
