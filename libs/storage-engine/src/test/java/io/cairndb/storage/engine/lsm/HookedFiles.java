package io.cairndb.storage.engine.lsm;

import io.cairndb.env.AppendableFile;
import io.cairndb.env.FileSystem;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;

/** A file system that tells of each operation after it has been done, so that tests step in. */
final class HookedFiles {
  private HookedFiles() {}

  /** Hears of operations; what it throws is what the operation ends with. */
  @FunctionalInterface
  interface Hook {
    /** {@code operation} is the method's name, of a file being written or of the file system. */
    void after(String operation, Path path) throws IOException;
  }

  static FileSystem of(FileSystem files, Hook hook) {
    return proxy(
        FileSystem.class,
        (method, arguments) -> {
          Object result = call(files, method, arguments);
          if (arguments != null && arguments[0] instanceof Path path) {
            hook.after(method.getName(), path);
            if (result instanceof AppendableFile file) {
              return of(file, path, hook);
            }
          }
          return result;
        });
  }

  private static AppendableFile of(AppendableFile file, Path path, Hook hook) {
    return proxy(
        AppendableFile.class,
        (method, arguments) -> {
          Object result = call(file, method, arguments);
          hook.after(method.getName(), path);
          return result;
        });
  }

  @FunctionalInterface
  private interface Calls {
    Object handle(Method method, Object[] arguments) throws Throwable;
  }

  private static <T> T proxy(Class<T> type, Calls calls) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> calls.handle(method, arguments)));
  }

  private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
