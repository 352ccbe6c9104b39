using System.Security.Cryptography;
using OrleansTrading.Silo.Keys;
using OrleansTrading.Silo.Tests.Processes;

namespace OrleansTrading.Silo.Tests.Keys;

/// <summary>How the secrets of trading accounts are kept.</summary>
public sealed class AccountSecretBoxTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string KeyFile => Path.Combine(_folder.Path, AccountSecretBox.FileName);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_sealed_is_opened_by_the_next_process()
    {
        string sealedText;
        using (var box = Open())
        {
            sealedText = box.Seal("the secret", "acc_1");
            Assert.NotEqual(sealedText, box.Seal("the secret", "acc_1"));
        }

        using var next = Open();
        Assert.Equal("the secret", next.Open(sealedText, "acc_1"));
    }

    [Fact]
    public void A_secret_is_its_accounts_alone()
    {
        using var box = Open();
        var sealedText = box.Seal("the secret", "acc_1");

        Assert.ThrowsAny<CryptographicException>(() => box.Open(sealedText, "acc_2"));
    }

    [Fact]
    public void Each_changed_bit_is_noticed()
    {
        using var box = Open();
        var bytes = Convert.FromBase64String(box.Seal("s", "acc_1"));
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var changed = (byte[])bytes.Clone();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.ThrowsAny<CryptographicException>(() => box.Open(Convert.ToBase64String(changed), "acc_1"));
        }
    }

    [Fact]
    public void A_swapped_key_is_named()
    {
        string sealedText;
        using (var box = Open())
        {
            sealedText = box.Seal("the secret", "acc_1");
        }

        File.Delete(KeyFile);
        using var other = Open();
        var failure = Assert.ThrowsAny<CryptographicException>(() => other.Open(sealedText, "acc_1"));
        Assert.Contains("another key", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cluster_makes_no_key_of_its_own()
    {
        var failure = Assert.Throws<InvalidOperationException>(
            () => AccountSecretBox.Open(_folder.Path, mustExist: true));

        Assert.Contains("openssl rand -hex 32", failure.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(KeyFile));
    }

    [Fact]
    public void A_key_that_others_can_read_is_refused()
    {
        Open().Dispose();
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead | UnixFileMode.GroupRead);

        Assert.Throws<InvalidOperationException>(Open);
    }

    private AccountSecretBox Open() => AccountSecretBox.Open(_folder.Path, mustExist: false);
}
