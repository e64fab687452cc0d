// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Jiaohao.Theme
import Jiaohao.Controls
import Jiaohao.Link

Item {
    id: row

    property string title
    property int people: 0
    property string since

    readonly property int minutes: HallClock.minutesSince(since, HallClock.now)

    Rectangle {
        width: parent.width
        height: Theme.lineWidth
        color: Theme.line
    }

    AppText {
        anchors.left: parent.left
        anchors.right: count.left
        anchors.rightMargin: Theme.px(12)
        anchors.verticalCenter: parent.verticalCenter
        height: parent.height - Theme.px(12)
        verticalAlignment: Text.AlignVCenter
        text: row.title
        size: Theme.px(36)
        maximumLineCount: 2
        fontSizeMode: Text.Fit
        minimumPixelSize: Theme.px(24)
        elide: Text.ElideRight
    }

    AppText {
        id: count

        anchors.right: wait.left
        anchors.rightMargin: Theme.px(20)
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.px(110)
        horizontalAlignment: Text.AlignRight
        text: row.people
        size: Theme.px(46)
        font.bold: true
    }

    AppText {
        id: wait

        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.px(150)
        horizontalAlignment: Text.AlignRight
        text: row.minutes >= 0 ? I18n.t("touch.display.minutes", { n: row.minutes }) : "–"
        size: Theme.px(34)
        color: Theme.textMuted
        wrapMode: Text.NoWrap
    }
}
