import Foundation

/// The exploits that a grader is tried with.
///
///     let battery = try Battery.shipped()
///     battery.exploits.count
public struct Battery: Sendable {
  public var exploits: [Exploit]

  /// Creates a battery.
  public init(_ exploits: [Exploit]) {
    self.exploits = exploits
  }

  /// The exploits that come with Titer.
  public static func shipped() throws -> Battery {
    let files: [(String, [UInt8])] = [
      ("answers.exploits", PackageResources.answers_exploits),
      ("equality.exploits", PackageResources.equality_exploits),
      ("exit.exploits", PackageResources.exit_exploits), ("patching.exploits", PackageResources.patching_exploits),
      ("configuration.exploits", PackageResources.configuration_exploits),
      ("shadowing.exploits", PackageResources.shadowing_exploits),
      ("tampering.exploits", PackageResources.tampering_exploits),
      ("reading.exploits", PackageResources.reading_exploits), ("output.exploits", PackageResources.output_exploits),
      ("text.exploits", PackageResources.text_exploits),
    ]
    return Battery(
      try files.flatMap { try ExploitFile(String(decoding: $0.1, as: UTF8.self), named: $0.0).exploits })
  }

  /// Adds the exploits of a file of the user's.
  ///
  /// - Throws: `EnvironmentAuditError` where it cannot be read.
  public mutating func add(contentsOf url: URL) throws {
    guard let data = FileManager.default.contents(atPath: url.path) else {
      throw EnvironmentAuditError(.badExploit, "\(url.path) cannot be read")
    }
    exploits += try ExploitFile(String(decoding: data, as: UTF8.self), named: url.path).exploits
  }
}
