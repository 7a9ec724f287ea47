import TinkerBackend

/// Which backend trains and samples.
///
///     backend: { kind: local }
///     backend: { kind: local, base_model: models/base, lora_rank: 8 }
///     backend: { kind: tinker, dialect: skyrl, url: "http://127.0.0.1:8000", base_model: models/base }
public struct BackendConfiguration: Sendable, Hashable, Codable {
  /// The backends that there are.
  public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
    /// The embedded engine, on this machine's CPU.
    case local
    /// A server that speaks the Tinker API. It trains adapters over a model that it has: there is no base stage.
    case tinker
  }

  public var kind: Kind
  /// Where the server is; for `tinker` alone, as `dialect` and `tokenizer`.
  public var url: String?
  /// What the server does its own way; `tinker` where it is not written.
  public var dialect: TinkerDialect?
  /// The model that every arm begins with: the directory that a server on this machine was started with, such as the
  /// base checkpoint of an earlier run, or the name of a hosted model. The embedded engine raises its own where none is
  /// written.
  public var baseModel: String?
  /// The directory with the model's `tokenizer.json`; that of `baseModel` where it is not written.
  public var tokenizer: String?
  /// The rank of the adapters, one for all stages: they hand the same adapters on. 8 where it is not written for a
  /// server; the embedded engine trains all weights then.
  public var loraRank: Int?

  /// Names a backend.
  public init(
    kind: Kind = .local, url: String? = nil, dialect: TinkerDialect? = nil, baseModel: String? = nil,
    tokenizer: String? = nil, loraRank: Int? = nil
  ) {
    self.kind = kind
    self.url = url
    self.dialect = dialect
    self.baseModel = baseModel
    self.tokenizer = tokenizer
    self.loraRank = loraRank
  }

  private enum CodingKeys: String, CodingKey {
    case kind, url, dialect, baseModel, tokenizer, loraRank
  }

  /// Writes what is not set as null, so that every key is known.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(kind, forKey: .kind)
    try container.encode(url, forKey: .url)
    try container.encode(dialect, forKey: .dialect)
    try container.encode(baseModel, forKey: .baseModel)
    try container.encode(tokenizer, forKey: .tokenizer)
    try container.encode(loraRank, forKey: .loraRank)
  }
}
