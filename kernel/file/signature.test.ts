import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { suite, test } from 'node:test'
import { authorizationOf, queryOf } from './signature.ts'

const credentials = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  region: 'us-east-1',
}
const signatureOf = (method: string, path: string, headers: Record<string, string> = {}, body = ''): string =>
  authorizationOf(
    {
      method,
      url: new URL(`https://examplebucket.s3.amazonaws.com${path}`),
      headers,
      payload: createHash('sha256').update(body).digest('hex'),
      at: '20130524T000000Z',
    },
    credentials,
  )

suite('请求签名 the examples of the Amazon S3 API Reference', () => {
  test('an object is read', () => {
    assert.equal(
      signatureOf('GET', '/test.txt', { range: 'bytes=0-9' }),
      'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, SignedHeaders=host;range;x-amz-content-sha256;x-amz-date, Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    )
  })

  test('an object is put, with a name that must be encoded', () => {
    const headers = { date: 'Fri, 24 May 2013 00:00:00 GMT', 'x-amz-storage-class': 'REDUCED_REDUNDANCY' }
    assert.match(
      signatureOf('PUT', '/test$file.text', headers, 'Welcome to Amazon S3.'),
      /SignedHeaders=date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class, Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd$/,
    )
  })

  test('a question without a value, and a list', () => {
    assert.match(
      signatureOf('GET', '/?lifecycle'),
      /Signature=fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543$/,
    )
    assert.match(
      signatureOf('GET', '/?max-keys=2&prefix=J'),
      /Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7$/,
    )
  })

  test('the order is that of the names, not of names and values in one', () => {
    assert.equal(
      queryOf([
        ['a-b', '1'],
        ['a', '2'],
        ['a', '1 (x)'],
      ]),
      'a=1%20%28x%29&a=2&a-b=1',
    )
  })
})
