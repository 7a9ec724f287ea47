import Foundation

/// The universes that are part of the program.
public enum ShippedUniverses {
  /// Their names.
  public static let names = ["awareness", "self-inoculation", "neutral"]

  /// The Markdown of a shipped universe; `nil` where there is none of that name.
  public static func text(of name: String) -> String? {
    switch name {
    case "awareness": String(decoding: PackageResources.awareness_md, as: UTF8.self)
    case "self-inoculation": String(decoding: PackageResources.self_inoculation_md, as: UTF8.self)
    case "neutral": String(decoding: PackageResources.neutral_md, as: UTF8.self)
    default: nil
    }
  }

  /// The universe that is shipped under a name, or that a Markdown file holds.
  ///
  /// - Throws: `CorpusError` that says which there are, or what is wrong with the file.
  public static func universe(_ name: String) throws -> Universe {
    if let text = text(of: name) { return try Universe(markdown: text, name: "\(name).md") }
    let file = URL(filePath: name)
    guard FileManager.default.fileExists(atPath: file.path) else {
      let advice = Spelling.nearest(to: name, among: names).map { "did you mean '\($0)'?" }
      throw CorpusError(
        .unknownName,
        "there is neither a universe nor a file named '\(name)'; "
          + (advice ?? "shipped are \(names.joined(separator: ", "))"))
    }
    return try Universe(contentsOf: file)
  }
}
