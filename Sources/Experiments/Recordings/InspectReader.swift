import Foundation

/// Reads Inspect's logs, of version 2 and of its earlier versions that name things alike: `.eval`, which is a ZIP archive
/// with a file for every sample, and `.json`.
struct InspectReader: RolloutReader {
  private var samples: any SampleSource
  private let header: InspectHeader

  init(_ url: URL) throws {
    if ZipArchive.isOne(url) {
      let archive = try ZipArchive(url)
      header = try Self.header(of: archive, named: url.lastPathComponent)
      samples = try ArchivedSamples(archive, named: url.lastPathComponent)
    } else {
      guard let value = try JSONDocument.value(of: "eval", in: url) else {
        throw RecordingError(
          .invalid,
          "\(url.lastPathComponent): is no log of Inspect: it has no 'eval'; name the format if it is another one")
      }
      header = try RecordDecoding.decode(InspectHeader.self, from: value, at: "\(url.lastPathComponent): eval")
      samples = try ListedSamples(url)
    }
  }

  mutating func next() throws -> RawRollout? {
    guard let data = try samples.next() else { return nil }
    let place = samples.place
    return try RecordDecoding.decode(InspectSample.self, from: data, at: place).rollout(of: header, at: place)
  }

  /// A log that was not finished has no header, only what it began with.
  private static func header(of archive: ZipArchive, named name: String) throws -> InspectHeader {
    struct Log: Decodable {
      var eval: InspectHeader
    }
    for entry in ["header.json", "_journal/start.json"] where archive.contains(entry) {
      return try RecordDecoding.decode(Log.self, from: archive.contents(of: entry), at: "\(name): \(entry)").eval
    }
    throw RecordingError(.invalid, "\(name): is no log of Inspect: it has neither header.json nor _journal/start.json")
  }
}

private protocol SampleSource {
  var place: String { get }
  mutating func next() throws -> Data?
}

/// The samples of an archive, in the order in which they lie there.
private struct ArchivedSamples: SampleSource {
  private let archive: ZipArchive
  private let name: String
  private let entries: [String]
  private var index = -1

  init(_ archive: ZipArchive, named name: String) throws {
    self.archive = archive
    self.name = name
    entries = archive.names.filter { $0.hasPrefix("samples/") && $0.hasSuffix(".json") }
    // Written by `inspect log convert` on request only, for samples with very many events.
    if let chunk = entries.first(where: { $0.split(separator: "/").count > 2 }) {
      throw RecordingError(
        .unsupported,
        "\(name): \(chunk): a sample in pieces; `inspect log convert --to json` makes a log that can be read here")
    }
  }

  var place: String { "\(name):\(entries[index])" }

  mutating func next() throws -> Data? {
    guard index + 1 < entries.count else { return nil }
    index += 1
    return try archive.contents(of: entries[index])
  }
}

/// The samples of a JSON document.
private struct ListedSamples: SampleSource {
  private var document: JSONDocument
  private let name: String
  private var index = -1

  init(_ url: URL) throws {
    name = url.lastPathComponent
    document = try JSONDocument(url)
    guard try document.open(list: "samples") else {
      throw RecordingError(.invalid, "\(name): the log holds no samples; it may be a header only")
    }
  }

  var place: String { "\(name):samples[\(index)]" }

  mutating func next() throws -> Data? {
    index += 1
    return try document.nextElement()
  }
}
