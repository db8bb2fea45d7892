package io.cairndb.storage.engine;

import org.slf4j.Logger;

/** Writes what happens in one engine to a log. Thread-safe. */
public final class LoggedEvents implements EngineListener {
  private final Logger log;
  private final String engine;

  /**
   * A listener for one engine.
   *
   * @param engine what people call it: the name of its directory
   */
  public LoggedEvents(Logger log, String engine) {
    this.log = log;
    this.engine = engine;
  }

  @Override
  public void on(EngineEvent event) {
    switch (event) {
      case EngineEvent.DamageFound(Damage damage, EngineEvent.Finder finder) ->
          log.error(
              "a table is damaged, and left as it is until it is repaired or restored"
                  + " engine={} file={} offset={} by={}: {}",
              engine,
              damage.file(),
              damage.offset(),
              finder,
              damage.detail());
      case EngineEvent.ScrubRoundEnded ended ->
          log.debug(
              "tables were scrubbed engine={} bytes={} took={} damaged={}",
              engine,
              ended.bytes(),
              ended.took(),
              ended.damagedTables());
    }
  }
}
