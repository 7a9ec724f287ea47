/// How long to wait for a server, and how often to ask it.
public struct TinkerWaiting: Sendable, Hashable {
  /// How long a server may be away, or refuse for want of room, before a call fails.
  public var patience: Duration
  /// How long a server may be away that never answered: its address may be wrong.
  public var firstContact: Duration
  /// How long a call may take in all, waiting in the server's queue included.
  public var longest: Duration
  /// How long one exchange over the network may take.
  public var exchange: Duration
  /// The pause before a second attempt; it doubles with every further one.
  public var firstPause: Duration
  /// The longest pause between two attempts.
  public var longestPause: Duration
  /// The time between two signs of life, without which a server drops a session and its models.
  public var heartbeat: Duration

  /// Creates the settings; the defaults are those for a service that may restart.
  public init(
    patience: Duration = .seconds(900), firstContact: Duration = .seconds(20), longest: Duration = .seconds(7200),
    exchange: Duration = .seconds(60), firstPause: Duration = .milliseconds(250), longestPause: Duration = .seconds(10),
    heartbeat: Duration = .seconds(10)
  ) {
    self.patience = patience
    self.firstContact = firstContact
    self.longest = longest
    self.exchange = exchange
    self.firstPause = firstPause
    self.longestPause = longestPause
    self.heartbeat = heartbeat
  }

  /// The pause before attempt number `attempt`, counted from one.
  func pause(before attempt: Int) -> Duration {
    min(longestPause, firstPause * (1 << min(max(0, attempt - 1), 20)))
  }
}
