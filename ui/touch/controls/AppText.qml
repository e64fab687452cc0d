// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Jiaohao.Theme

Text {
    property int size: Theme.body

    font.pixelSize: size
    color: Theme.text
    wrapMode: Text.Wrap
    textFormat: Text.PlainText
}
