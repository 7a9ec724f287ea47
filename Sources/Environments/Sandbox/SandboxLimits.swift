/// What something that runs in the sandbox may use. Whatever goes beyond is killed, with everything that it started.
public struct SandboxLimits: Sendable, Hashable, Codable {
  /// Time from its start, in seconds.
  public var wallSeconds: Double
  /// Time on processors for each process, in seconds.
  public var cpuSeconds: Int
  /// Bytes of memory: of address space for each process, and in use by all of them together.
  public var memoryBytes: Int
  /// Processes and threads at one time.
  public var processes: Int
  /// Bytes in one file.
  public var fileBytes: Int
  /// Bytes in all files together.
  public var diskBytes: Int
  /// Bytes of standard output and error together.
  public var outputBytes: Int
  /// Open files in each process.
  public var openFiles: Int

  /// Creates limits.
  public init(
    wallSeconds: Double = 10, cpuSeconds: Int = 10, memoryBytes: Int = 512 << 20, processes: Int = 32,
    fileBytes: Int = 16 << 20, diskBytes: Int = 32 << 20, outputBytes: Int = 1 << 20, openFiles: Int = 64
  ) {
    self.wallSeconds = wallSeconds
    self.cpuSeconds = cpuSeconds
    self.memoryBytes = memoryBytes
    self.processes = processes
    self.fileBytes = fileBytes
    self.diskBytes = diskBytes
    self.outputBytes = outputBytes
    self.openFiles = openFiles
  }
}
